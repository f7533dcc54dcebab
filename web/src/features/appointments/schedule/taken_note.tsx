import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Edition, Millis } from "@/protocol";
import { Refused } from "@/protocol/codes";
import { RefusalNote } from "@/shared/ui/states";
import { useTimesText } from "@/shared/ui/times";

interface TakenNoteProps {
  error: unknown;
  edition: Edition;
  onPick(start: Millis): void;
}

/** A period that somebody else got, or that the organiser took away: the nearest free ones, one click away. */
export function TakenNote({ error, edition, onPick }: TakenNoteProps) {
  const { t } = useTranslation();
  const timesText = useTimesText();
  if (!(error instanceof Refused)) return <RefusalNote error={error} />;
  const { nearest = [], who } = error.refusal.more;
  const isGone = error.code === "not_on_grid" || error.code === "outside_fair";
  if (error.code !== "slot_taken" && !(isGone && nearest.length > 0)) {
    return <RefusalNote error={error} />;
  }
  if (nearest.length === 0) {
    return (
      <Alert color="amber" role="alert" py="xs" data-testid="taken">
        {t("schedule.takenNone")}
      </Alert>
    );
  }
  return (
    <Alert color="amber" role="alert" py="xs" data-testid="taken">
      <Stack gap={6} align="flex-start">
        <Text>
          {t(isGone ? "schedule.gone" : who === "you" ? "schedule.takenByYou" : "schedule.taken")}
        </Text>
        <Group gap={6}>
          {nearest.map((start) => (
            <Button
              key={start}
              size="compact-sm"
              variant="default"
              onClick={() => onPick(start)}
              data-testid="nearest"
            >
              {timesText(start, start + edition.rules.minutes * 60_000, edition.zone)}
            </Button>
          ))}
        </Group>
      </Stack>
    </Alert>
  );
}
