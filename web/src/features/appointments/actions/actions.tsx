import { Button, Group, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Action, Appointment } from "@/protocol";
import { Refused } from "@/protocol/codes";
import { useCommand, useWaitingFor } from "@/shared/live/command";
import { useIsLive } from "@/shared/live/realtime";
import { useMe, windowFor } from "@/shared/live/session";
import { useFair } from "@/shared/live/time";
import { ButtonLink } from "@/shared/ui/links";
import { RefusalNote } from "@/shared/ui/states";
import { hasReasons, isOpenNow } from "../bucket";
import { CancelDialog } from "./cancel_dialog";
import { ConflictingDialog } from "./conflicting_dialog";
import { ReasonsDialog } from "./reasons_dialog";
import { RejectDialog } from "./reject_dialog";

type Dialog = "reject" | "cancel" | "reasons" | "conflicting" | null;

const DOING = {
  "appointment.accept": "act.accepting",
  "appointment.reject": "act.rejecting",
  "appointment.cancel": "act.cancelling",
} as const;

interface ActionsProps {
  appointment: Appointment;
  /** Whether the way to the appointment's own page stands among the actions. */
  details?: boolean;
}

/** What the server lets the reader do with an appointment now, and what is being done. */
export function Actions({ appointment, details = false }: ActionsProps) {
  const { t } = useTranslation();
  const me = useMe();
  const live = useIsLive();
  const fair = useFair(5_000);
  const accept = useCommand("appointment.accept");
  const [dialog, setDialog] = useState<Dialog>(null);
  const waiting = useWaitingFor(appointment.id);
  const may = (action: Action) => isOpenNow(windowFor(me, appointment, action), fair);
  const close = () => setDialog(null);
  // Accepting would be refused, or has just been: what is left to do is to say no, and when else.
  const taken = appointment.conflict || isTaken(accept.error);
  const doing = waiting && waiting in DOING ? DOING[waiting as keyof typeof DOING] : null;
  return (
    <div>
      <Group gap={6}>
        {waiting !== null ? (
          <Text size="sm" c="dimmed" role="status">
            {live ? t(doing ?? "state.pending") : t("act.waits")}
          </Text>
        ) : (
          <>
            {may("accept") && (
              <Button
                size="compact-sm"
                variant={taken ? "default" : "filled"}
                loading={accept.busy}
                onClick={() => void accept.run({ appointment: appointment.id })}
              >
                {t("act.accept")}
              </Button>
            )}
            {may("reject") && (
              <Button
                size="compact-sm"
                variant={taken ? "filled" : "default"}
                onClick={() => setDialog("reject")}
              >
                {t("act.reject")}
              </Button>
            )}
            {may("reject_conflicting") && (
              <Button size="compact-sm" variant="default" onClick={() => setDialog("conflicting")}>
                {t("act.rejectConflicting")}
              </Button>
            )}
            {hasReasons(appointment) && (
              <Button size="compact-sm" variant="default" onClick={() => setDialog("reasons")}>
                {t("act.viewReasons")}
              </Button>
            )}
            {details && (
              <ButtonLink
                to="/appointments/$appointment"
                params={{ appointment: appointment.id }}
                size="compact-sm"
                variant="default"
              >
                {t("appointments.details")}
              </ButtonLink>
            )}
            {may("cancel") && (
              <Button
                size="compact-sm"
                variant="subtle"
                color="red"
                c="var(--mantine-color-error)"
                onClick={() => setDialog("cancel")}
              >
                {t("act.cancel")}
              </Button>
            )}
          </>
        )}
      </Group>
      <RefusalNote error={accept.error} />
      {dialog === "reject" && <RejectDialog appointment={appointment} onClose={close} />}
      {dialog === "cancel" && <CancelDialog appointment={appointment} onClose={close} />}
      {dialog === "reasons" && (
        <ReasonsDialog appointment={appointment} mayTake={may("take")} onClose={close} />
      )}
      {dialog === "conflicting" && <ConflictingDialog appointment={appointment} onClose={close} />}
    </div>
  );
}

function isTaken(error: unknown): boolean {
  return error instanceof Refused && error.code === "slot_taken";
}
