import { Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Appointment } from "@/protocol";
import { useCommand } from "@/shared/live/command";
import { sideOf, useMe, windowFor } from "@/shared/live/session";
import { useFair } from "@/shared/live/time";
import { Confirm } from "@/shared/ui/confirm";
import { Which } from "./which";

const REASON_LIMIT = 500;

interface CancelDialogProps {
  appointment: Appointment;
  onClose(): void;
}

/** Cancels, after saying what follows; from the moment the server names, with a reason. */
export function CancelDialog({ appointment, onClose }: CancelDialogProps) {
  const { t } = useTranslation();
  const me = useMe();
  const fair = useFair(5_000);
  const cancel = useCommand("appointment.cancel");
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const side = sideOf(me, appointment);
  const from = windowFor(me, appointment, "cancel")?.reason_from;
  const required = typeof from === "number" && fair >= from;
  const party = side === "exhibitor" ? appointment.buyer.company_name : appointment.exhibitor.name;
  const words = reason.trim();
  const submit = async () => {
    setTried(true);
    if (required && words === "") return;
    const answer = await cancel.run({
      appointment: appointment.id,
      reason: words || null,
    });
    if (answer) onClose();
  };
  return (
    <Confirm
      opened
      title={t("cancel.title")}
      consequence={t(
        appointment.status === "pending" ? "cancel.consequencePending" : "cancel.consequence",
        { party },
      )}
      confirm={t("cancel.submit")}
      back={t("cancel.back")}
      busy={cancel.busy}
      error={cancel.error}
      onConfirm={() => void submit()}
      onClose={onClose}
    >
      <Which appointment={appointment} />
      <Textarea
        label={required ? t("cancel.reason") : t("cancel.reasonOptional")}
        required={required}
        autosize
        minRows={2}
        maxLength={REASON_LIMIT}
        value={reason}
        error={tried && required && words === "" && t("cancel.reasonRequired")}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </Confirm>
  );
}
