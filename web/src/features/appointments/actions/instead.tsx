import { Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Appointment } from "@/protocol";
import { sideOf, useEditionOf, useMe } from "@/shared/live/session";
import { useFair } from "@/shared/live/time";
import { dayOf } from "@/shared/time/zones";
import { ButtonLink } from "@/shared/ui/links";
import { useTimesText } from "@/shared/ui/times";

/** What was free for both when the organiser called it off: the buyer asks for one with a click. */
export function Instead({ appointment }: { appointment: Appointment }) {
  const { t } = useTranslation();
  const timesText = useTimesText();
  const edition = useEditionOf(appointment.edition);
  const buys = sideOf(useMe(), appointment) === "buyer";
  const fair = useFair(60_000);
  if (appointment.closed_by?.side !== "organiser" || !edition) return null;
  const ahead = appointment.suggested.filter((start) => start > fair);
  if (ahead.length === 0) return buys ? <AnotherTime appointment={appointment} /> : null;
  const length = edition.rules.minutes * 60_000;
  return (
    <Stack gap={6} align="flex-start" data-testid="instead">
      <Text c="dimmed">{t(buys ? "reason.insteadBuyer" : "reason.insteadSales")}</Text>
      <Group gap={6}>
        {ahead.map((start) => {
          const words = timesText(start, start + length, edition.zone);
          return buys ? (
            <ButtonLink
              key={start}
              to="/exhibitors/$exhibitor/schedule"
              params={{ exhibitor: appointment.exhibitor.id }}
              search={{
                grid: appointment.grid,
                day: dayOf(start, edition.zone),
                start,
                topic: appointment.topic,
              }}
              variant="light"
              h="auto"
              mih={44}
              py={6}
              styles={{
                root: { display: "inline-flex", alignItems: "center" },
                label: { height: "auto", lineHeight: 1.4, whiteSpace: "normal" },
              }}
            >
              {words}
            </ButtonLink>
          ) : (
            <Text key={start}>{words}</Text>
          );
        })}
      </Group>
    </Stack>
  );
}

function AnotherTime({ appointment }: { appointment: Appointment }) {
  const { t } = useTranslation();
  return (
    <div>
      <ButtonLink
        to="/exhibitors/$exhibitor/schedule"
        params={{ exhibitor: appointment.exhibitor.id }}
        search={{ grid: appointment.grid, topic: appointment.topic }}
        variant="default"
      >
        {t("reason.another")}
      </ButtonLink>
    </div>
  );
}
