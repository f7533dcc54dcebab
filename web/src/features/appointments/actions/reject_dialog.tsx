import { Button, Group, Modal, Radio, Stack, Text, Textarea } from "@mantine/core";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Appointment, Edition, Millis, RejectPreset } from "@/protocol";
import { useCommand } from "@/shared/live/command";
import { useEditionOf } from "@/shared/live/session";
import { useFair } from "@/shared/live/time";
import { dayOf, daysBetween } from "@/shared/time/zones";
import { RefusalNote } from "@/shared/ui/states";
import { useTimesText } from "@/shared/ui/times";
import { DateStrip, openingDay } from "../grid/date_strip";
import { SlotGrid } from "../grid/slot_grid";
import { Which } from "./which";

const PRESETS: RejectPreset[] = ["schedule_conflict", "not_our_product", "quantity", "other"];
const TEXT_LIMIT = 500;
const SUGGEST_LIMIT = 3;

interface RejectDialogProps {
  appointment: Appointment;
  onClose(): void;
}

/** Rejects with a reason, and offers other times from the live grid. */
export function RejectDialog({ appointment, onClose }: RejectDialogProps) {
  const { t } = useTranslation();
  const edition = useEditionOf(appointment.edition);
  const reject = useCommand("appointment.reject");
  const [preset, setPreset] = useState<RejectPreset | null>(null);
  const [text, setText] = useState("");
  const [suggest, setSuggest] = useState<Millis[]>([]);
  const [tried, setTried] = useState(false);
  const firstReason = useRef<HTMLInputElement>(null);
  const ownWords = useRef<HTMLTextAreaElement>(null);
  const words = text.trim();
  const textMissing = preset === "other" && words === "";
  const submit = async () => {
    setTried(true);
    if (preset === null) firstReason.current?.focus();
    else if (textMissing) ownWords.current?.focus();
    if (preset === null || textMissing) return;
    const answer = await reject.run({
      appointment: appointment.id,
      reason: { preset, text: words },
      suggest,
    });
    if (answer) onClose();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("reject.title", { name: appointment.buyer.name })}
      closeButtonProps={{ "aria-label": t("reject.back") }}
      size={760}
    >
      <Stack>
        <Which appointment={appointment} />
        <Radio.Group
          label={t("reason.preset")}
          required
          value={preset ?? ""}
          error={tried && preset === null && t("reason.presetRequired")}
          onChange={(value) => setPreset(value as RejectPreset)}
        >
          <Group mt={6} gap="4px 16px">
            {PRESETS.map((one, index) => (
              <Radio
                key={one}
                ref={index === 0 ? firstReason : undefined}
                value={one}
                label={t(`reason.presets.${one}`)}
              />
            ))}
          </Group>
        </Radio.Group>
        <Textarea
          ref={ownWords}
          label={preset === "other" ? t("reason.text") : t("reason.textOptional")}
          required={preset === "other"}
          autosize
          minRows={2}
          maxLength={TEXT_LIMIT}
          value={text}
          error={tried && textMissing && t("reason.textRequired")}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        {edition && (
          <Suggest
            appointment={appointment}
            edition={edition}
            chosen={suggest}
            onChange={setSuggest}
          />
        )}
        <RefusalNote error={reject.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t("reject.back")}
          </Button>
          <Button color="red" loading={reject.busy} onClick={() => void submit()}>
            {t("reject.submit")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

interface SuggestProps {
  appointment: Appointment;
  edition: Edition;
  chosen: Millis[];
  onChange(chosen: Millis[]): void;
}

function Suggest({ appointment, edition, chosen, onChange }: SuggestProps) {
  const { t } = useTranslation();
  const timesText = useTimesText();
  const fair = useFair(10_000);
  const length = appointment.end - appointment.start;
  const [day, setDay] = useState(() => {
    const asked = dayOf(appointment.start, edition.zone);
    const first = openingDay(edition, fair);
    return daysBetween(first, edition.last_day).includes(asked) ? asked : first;
  });
  const toggle = (start: Millis) => {
    if (chosen.includes(start)) onChange(chosen.filter((one) => one !== start));
    else if (chosen.length < SUGGEST_LIMIT) onChange([...chosen, start].sort((a, b) => a - b));
  };
  return (
    <Stack gap="xs">
      <div>
        <Text fw={600}>{t("reject.suggest")}</Text>
        <Text size="sm" c="dimmed">
          {t("reject.suggestHint", { count: SUGGEST_LIMIT })}
        </Text>
      </div>
      <DateStrip edition={edition} fair={fair} day={day} onChange={setDay} />
      <SlotGrid
        grid={appointment.grid}
        day={day}
        edition={edition}
        selected={chosen}
        onPick={toggle}
      />
      <Text size="sm" aria-live="polite">
        {chosen.map((start) => timesText(start, start + length, edition.zone)).join("; ")}
      </Text>
    </Stack>
  );
}
