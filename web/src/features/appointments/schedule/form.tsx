import { Button, Checkbox, Group, Paper, Stack, Text } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Edition, Exhibitor, Millis, OriginKind } from "@/protocol";
import { useCommand } from "@/shared/live/command";
import { useIsLive } from "@/shared/live/realtime";
import { countdown, useFair } from "@/shared/live/time";
import { dayOf } from "@/shared/time/zones";
import { useTimesText, ZoneBanner } from "@/shared/ui/times";
import { DateStrip, openingDay } from "../grid/date_strip";
import { Legend } from "../grid/legend";
import { SlotGrid } from "../grid/slot_grid";
import classes from "./form.module.css";
import type { Request } from "./page";
import { TakenNote } from "./taken_note";
import { TOPIC_LIMIT, TopicField } from "./topic_field";
import { useHold } from "./use_hold";

interface ScheduleFormProps {
  exhibitor: Exhibitor;
  edition: Edition;
  grid: string;
  firstDay: string | undefined;
  /** A period to begin with, as when it was offered instead of one that is gone. */
  firstStart: Millis | undefined;
  firstTopic: string | undefined;
  origin: { kind: OriginKind; ref: string };
  /** Null after a refusal: the form is needed again. */
  onRequest(request: Request | null): void;
}

/** Topic, day, period, card. A refusal stands at the spot and takes nothing away. */
export function ScheduleForm(props: ScheduleFormProps) {
  const { exhibitor, edition, grid, origin, onRequest } = props;
  const { t } = useTranslation();
  const navigate = useNavigate();
  const fair = useFair(10_000);
  const live = useIsLive();
  const timesText = useTimesText();
  const hold = useHold(edition, grid);
  const request = useCommand("appointment.request");
  const topicField = useRef<HTMLInputElement>(null);
  const [topic, setTopic] = useState(props.firstTopic ?? "");
  const [day, setDay] = useState(() => props.firstDay ?? openingDay(edition, fair));
  const [picked, setPicked] = useState<{ start: Millis; end: Millis } | null>(null);
  const [card, setCard] = useState(true);
  const [tried, setTried] = useState(false);

  const pick = async (start: Millis, end: Millis) => {
    request.clear();
    setDay(dayOf(start, edition.zone));
    if (await hold.take(start)) setPicked({ start, end });
  };
  const pickNearest = (start: Millis) => void pick(start, start + edition.rules.minutes * 60_000);

  const first = useRef(props.firstStart);
  useEffect(() => {
    const start = first.current;
    first.current = undefined;
    if (start !== undefined) pickNearest(start);
  });

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    const words = topic.trim();
    if (words === "" || words.length > TOPIC_LIMIT) topicField.current?.focus();
    if (words === "" || words.length > TOPIC_LIMIT || !picked) return;
    const asked = { ...picked, topic: words };
    // Without a connection the request is kept on the device: the form's work is done.
    if (!live) onRequest({ ...asked, sent: null });
    hold.clear();
    const sent = await request.run({ grid, start: picked.start, topic: words, card, origin });
    if (!sent) {
      setPicked(null);
      onRequest(null);
      return;
    }
    hold.handOver();
    onRequest({ ...asked, sent });
  };

  const error = request.error ?? hold.error;
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack>
        <TopicField ref={topicField} value={topic} onChange={setTopic} showProblem={tried} />
        <ZoneBanner edition={edition} at={picked?.start ?? fair} />
        <DateStrip edition={edition} fair={fair} day={day} onChange={setDay} />
        <SlotGrid
          grid={grid}
          day={day}
          edition={edition}
          selected={picked ? [picked.start] : []}
          ownHold={hold.start}
          onPick={(start, end) => void pick(start, end)}
        />
        <Legend />
        <TakenNote error={error} edition={edition} onPick={pickNearest} />
        <Checkbox
          label={t("schedule.card")}
          description={t("schedule.cardHint")}
          checked={card}
          onChange={(event) => setCard(event.currentTarget.checked)}
        />
        <Paper withBorder p="sm" className={classes.summary}>
          <Group justify="space-between">
            <div aria-live="polite" data-testid="summary">
              <Text size="sm" c={tried && !picked ? "var(--mantine-color-error)" : "dimmed"}>
                {tried && !picked ? t("schedule.periodRequired") : t("schedule.summary")}
              </Text>
              <Text fw={600} className="parley-times">
                {picked
                  ? timesText(picked.start, picked.end, edition.zone)
                  : t("schedule.summaryNone")}
              </Text>
              {hold.left !== null && (
                <Text size="sm" c={hold.ended ? "var(--mantine-color-error)" : "dimmed"}>
                  {hold.ended
                    ? t("schedule.holdEnded")
                    : t("schedule.holdLeft", { left: countdown(hold.left) })}
                </Text>
              )}
            </div>
            <Group>
              <Button
                variant="default"
                onClick={() =>
                  void navigate({
                    to: "/exhibitors/$exhibitor",
                    params: { exhibitor: exhibitor.id },
                  })
                }
              >
                {t("schedule.cancel")}
              </Button>
              <Button type="submit" loading={request.busy} disabled={hold.busy}>
                {t("schedule.confirm")}
              </Button>
            </Group>
          </Group>
        </Paper>
      </Stack>
    </form>
  );
}
