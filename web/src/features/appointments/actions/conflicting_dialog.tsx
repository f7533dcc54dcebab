import { Button, Modal, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Appointment } from "@/protocol";
import { useCommand } from "@/shared/live/command";
import { Confirm } from "@/shared/ui/confirm";
import { Which } from "./which";

interface ConflictingDialogProps {
  appointment: Appointment;
  onClose(): void;
}

/** Rejects this request, which is in conflict, and whoever else waits for the time with nobody left to receive him. */
export function ConflictingDialog({ appointment, onClose }: ConflictingDialogProps) {
  const { t } = useTranslation();
  const reject = useCommand("appointment.reject_conflicting");
  const [rejected, setRejected] = useState<number | null>(null);
  const submit = async () => {
    const answer = await reject.run({ appointment: appointment.id });
    if (answer) setRejected(answer.rejected);
  };
  if (rejected !== null) {
    return (
      <Modal
        opened
        onClose={onClose}
        title={t("act.rejectConflicting")}
        closeButtonProps={{ "aria-label": t("reject.back") }}
        centered
      >
        <Stack align="flex-start">
          <Text role="status">{t("conflicting.done", { count: rejected })}</Text>
          <Button onClick={onClose}>{t("company.done")}</Button>
        </Stack>
      </Modal>
    );
  }
  return (
    <Confirm
      opened
      title={t("conflicting.title")}
      consequence={t("conflicting.consequence")}
      confirm={t("conflicting.submit")}
      back={t("reject.back")}
      busy={reject.busy}
      error={reject.error}
      onConfirm={() => void submit()}
      onClose={onClose}
    >
      <Which appointment={appointment} />
    </Confirm>
  );
}
