import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Appointment, Millis } from "@/protocol";
import { Refused } from "@/protocol/codes";
import { useCommand } from "@/shared/live/command";
import { useEditionOf } from "@/shared/live/session";
import { ButtonLink } from "@/shared/ui/links";
import { RefusalNote } from "@/shared/ui/states";
import { useTimesText } from "@/shared/ui/times";
import { Instead } from "./instead";
import { ReasonText } from "./reason_text";
import { Which } from "./which";

interface ReasonsDialogProps {
  appointment: Appointment;
  mayTake: boolean;
  onClose(): void;
}

/** Why it was rejected or cancelled, by whom, and which other times were offered. */
export function ReasonsDialog({ appointment, mayTake, onClose }: ReasonsDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("reason.title")}
      closeButtonProps={{ "aria-label": t("reject.back") }}
      centered
    >
      <Stack data-testid="reasons">
        <Which appointment={appointment} />
        <ReasonText appointment={appointment} />
        {appointment.status === "rejected" && (
          <Suggested appointment={appointment} mayTake={mayTake} onTaken={onClose} />
        )}
        <Instead appointment={appointment} />
      </Stack>
    </Modal>
  );
}

function Suggested(props: { appointment: Appointment; mayTake: boolean; onTaken(): void }) {
  const { appointment, mayTake, onTaken } = props;
  const { t } = useTranslation();
  const timesText = useTimesText();
  const edition = useEditionOf(appointment.edition);
  const take = useCommand("appointment.take");
  const navigate = useNavigate();
  if (!edition) return null;
  if (appointment.suggested.length === 0) {
    return <Text c="dimmed">{t("reason.noSuggested")}</Text>;
  }
  const length = appointment.end - appointment.start;
  const choose = async (start: Millis) => {
    const taken = await take.run({ appointment: appointment.id, start });
    if (!taken) return;
    onTaken();
    // What was rejected is history; the appointment that was made of it is another one.
    void navigate({ to: "/appointments/$appointment", params: taken });
  };
  const isGone = take.error instanceof Refused && take.error.refusal.code === "slot_taken";
  return (
    <Stack gap={6} align="flex-start">
      <Text fw={600}>{t("reason.suggested")}</Text>
      <Group gap={6}>
        {appointment.suggested.map((start) => {
          const words = timesText(start, start + length, edition.zone);
          return mayTake ? (
            <Button
              key={start}
              variant="light"
              h="auto"
              mih={44}
              py={6}
              styles={{ label: { height: "auto", lineHeight: 1.4, whiteSpace: "normal" } }}
              loading={take.busy}
              onClick={() => void choose(start)}
              data-testid="take"
            >
              {t("act.take", { time: words })}
            </Button>
          ) : (
            <Text key={start}>{words}</Text>
          );
        })}
      </Group>
      <RefusalNote error={take.error} />
      {isGone && (
        <ButtonLink
          to="/exhibitors/$exhibitor/schedule"
          params={{ exhibitor: appointment.exhibitor.id }}
          search={{ grid: appointment.grid }}
          variant="default"
        >
          {t("reason.another")}
        </ButtonLink>
      )}
    </Stack>
  );
}
