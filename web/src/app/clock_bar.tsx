import { Button, Group, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Edition, Millis } from "@/protocol";
import { useCommand } from "@/shared/live/command";
import { useReadable, useRealtime } from "@/shared/live/realtime";
import { useEditions, useMe } from "@/shared/live/session";
import { useFair, useLanguage } from "@/shared/live/time";
import { formatDay, formatMoment, formatOffset } from "@/shared/time/format";
import { dayOf, daysBetween, momentOf } from "@/shared/time/zones";
import { RefusalNote } from "@/shared/ui/states";
import classes from "./frame.module.css";

const MINUTE = 60_000;

/** In a simulated fair: what time it is there, and for organisers the way to move it on. */
export function ClockBar() {
  const { clocks } = useRealtime();
  useReadable(clocks.changes);
  const editions = useEditions();
  if (clocks.kind() !== "simulated" || !editions) return null;
  return <Bar edition={editions.edition} />;
}

function Bar({ edition }: { edition: Edition }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const fair = useFair(1_000);
  const me = useMe();
  return (
    <section className={classes.clock} aria-label={t("clock.label")} data-testid="clock-bar">
      <Group gap="4px 12px">
        <Text size="sm" c="dimmed" visibleFrom="sm">
          {t("clock.label")}
        </Text>
        <Text size="sm" fw={600} data-testid="fair-time" style={{ whiteSpace: "nowrap" }}>
          {`${formatMoment(fair, edition.zone, language)} (${formatOffset(fair, edition.zone)})`}
        </Text>
        {me.roles.includes("organiser") && <Buttons edition={edition} fair={fair} />}
      </Group>
    </section>
  );
}

function Buttons({ edition, fair }: { edition: Edition; fair: Millis }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { clocks } = useRealtime();
  const advance = useCommand("clock.advance");
  const [minutes, setMinutes] = useState("60");
  const forward = async (by: number) => {
    const answer = await advance.run({ by_ms: Math.round(by) });
    if (answer) clocks.atLeast(answer.fair);
  };
  const nextDay = daysBetween(edition.first_day, edition.last_day).find(
    (day) => momentOf(day, "09:00", edition.zone) > fair && day !== dayOf(fair, edition.zone),
  );
  return (
    <>
      <Group gap={4} wrap="nowrap">
        <TextInput
          type="number"
          size="xs"
          w={{ base: 64, sm: 84 }}
          min={1}
          max={100_000}
          value={minutes}
          onChange={(event) => setMinutes(event.currentTarget.value)}
          aria-label={t("clock.custom")}
        />
        <Button
          size="compact-xs"
          variant="default"
          disabled={!(Number(minutes) > 0)}
          onClick={() => void forward(Number(minutes) * MINUTE)}
        >
          {t("clock.go")}
        </Button>
      </Group>
      <Button.Group>
        <Button size="compact-xs" variant="default" onClick={() => void forward(5 * MINUTE)}>
          {t("clock.five")}
        </Button>
        <Button size="compact-xs" variant="default" onClick={() => void forward(30 * MINUTE)}>
          {t("clock.thirty")}
        </Button>
        {nextDay && (
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => void forward(momentOf(nextDay, "09:00", edition.zone) - clocks.fair())}
          >
            {t("clock.nextDay", { day: formatDay(nextDay, language) })}
          </Button>
        )}
      </Button.Group>
      <RefusalNote error={advance.error} />
    </>
  );
}
