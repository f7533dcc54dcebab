import { Button, Group, Text } from "@mantine/core";
import { IconPlugConnectedX } from "@tabler/icons-react";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Refused } from "@/protocol/codes";
import type { LateRefusal } from "@/realtime/queue";
import { useErrorText } from "@/shared/errors";
import { useLink, useReadable, useRealtime, useWaiting } from "@/shared/live/realtime";
import classes from "./bars.module.css";

/** A connection that comes back within this time is not worth a word. */
const QUIET_MS = 1_500;

/** The one quiet bar: no connection, what waits, what was refused while nobody looked. */
export function LinkBar() {
  return (
    <div className={classes.stack} aria-live="polite" role="status">
      <Connection />
      <Stranded />
      <RefusedLater />
    </div>
  );
}

function Connection() {
  const { t } = useTranslation();
  const link = useLink();
  const waiting = useWaiting().length;
  const client = useRealtime();
  const away = link.is !== "live";
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (!away) {
      setShown(false);
      return;
    }
    const timer = setTimeout(() => setShown(true), QUIET_MS);
    return () => clearTimeout(timer);
  }, [away]);
  if (!away || !shown) return null;
  const words =
    link.is === "paused" || link.is === "draining" ? t(`link.${link.is}`) : t("link.offline");
  return (
    <Bar testId="offline-bar">
      <IconPlugConnectedX size={16} aria-hidden />
      <Text size="sm">{words}</Text>
      {waiting > 0 && (
        <Text size="sm" fw={500}>
          {t("link.waiting", { count: waiting })}
        </Text>
      )}
      {link.is === "waiting" && (
        <Button size="compact-xs" variant="default" onClick={() => client.link.poke()}>
          {t("link.now")}
        </Button>
      )}
    </Bar>
  );
}

function Stranded() {
  const { t } = useTranslation();
  const { queue } = useRealtime();
  const count = useReadable(queue.stranded).length;
  if (count === 0) return null;
  return (
    <Bar testId="stranded-bar">
      <Text size="sm">{t("link.stranded", { count })}</Text>
      <Button size="compact-xs" onClick={() => void queue.adoptStranded()}>
        {t("link.send")}
      </Button>
      <Button size="compact-xs" variant="default" onClick={() => void queue.dropStranded()}>
        {t("link.discard")}
      </Button>
    </Bar>
  );
}

function RefusedLater() {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const { queue } = useRealtime();
  const [refused, setRefused] = useState<(LateRefusal & { key: number })[]>([]);
  useEffect(
    () =>
      queue.refusedLate.listen((late) =>
        setRefused((all) => [...all, { ...late, key: all.length }]),
      ),
    [queue],
  );
  return refused.map((late) => {
    const what = t(`command.${late.name}`);
    const why = errorText(new Refused(late.refusal));
    return (
      <Bar key={late.key} testId="refused-bar">
        <Text size="sm">{t("link.refused", { what, why })}</Text>
        <Button
          size="compact-xs"
          variant="default"
          onClick={() => setRefused((all) => all.filter((one) => one !== late))}
        >
          {t("link.dismiss")}
        </Button>
      </Bar>
    );
  });
}

function Bar(props: { testId: string; children: ReactNode }) {
  return (
    <Group className={classes.warn} gap="sm" data-testid={props.testId}>
      {props.children}
    </Group>
  );
}
