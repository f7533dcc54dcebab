import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { IconCircleCheck, IconClockPause } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { Appointment, Edition } from "@/protocol";
import { useTopicState } from "@/shared/live/realtime";
import { useDuration, useFair, useLanguage } from "@/shared/live/time";
import { formatMoment } from "@/shared/time/format";
import { ButtonLink } from "@/shared/ui/links";
import { useTimesText } from "@/shared/ui/times";
import { Actions } from "../actions/actions";
import { StatusBadge } from "../status_badge";
import type { Request } from "./page";

interface SubmittedProps {
  request: Request;
  edition: Edition;
  name: string;
  onAccepted(): void;
  onAnother(): void;
}

/** After Confirm: submitted, and the answer appears here when it comes. */
export function Submitted(props: SubmittedProps) {
  const { request, edition, name, onAccepted, onAnother } = props;
  const { t } = useTranslation();
  const timesText = useTimesText();
  const topic = request.sent ? (`negotiation/${request.sent.negotiation}` as const) : null;
  const negotiation = useTopicState(topic);
  const current = negotiation?.appointments.find(({ id }) => id === request.sent?.appointment);
  const status = current?.status ?? "pending";
  useEffect(() => {
    if (status === "accepted") onAccepted();
  }, [status, onAccepted]);
  return (
    <Stack>
      {status === "pending" && (
        <Alert
          color={request.sent ? "teal" : "amber"}
          icon={request.sent ? <IconCircleCheck size={20} /> : <IconClockPause size={20} />}
          title={request.sent ? t("schedule.submitted") : t("schedule.queued")}
          role="status"
          data-testid="submitted"
        >
          {request.sent && <Text>{t("schedule.submittedHint", { name })}</Text>}
        </Alert>
      )}
      <Stack gap={4}>
        <Text fw={600} className="parley-times">
          {timesText(request.start, request.end, edition.zone)}
        </Text>
        <Text>{request.topic}</Text>
        {current && <Answer appointment={current} edition={edition} />}
        {current && status !== "pending" && <Actions appointment={current} />}
      </Stack>
      <Group>
        {request.sent && (
          <ButtonLink
            to="/appointments/$appointment"
            params={{ appointment: request.sent.appointment }}
          >
            {t("schedule.open")}
          </ButtonLink>
        )}
        <Button component={Link} to="/appointments" variant="default">
          {t("schedule.toList")}
        </Button>
        <Button variant="subtle" onClick={onAnother}>
          {t("schedule.another")}
        </Button>
      </Group>
    </Stack>
  );
}

function Answer({ appointment, edition }: { appointment: Appointment; edition: Edition }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const duration = useDuration();
  const fair = useFair(1_000);
  return (
    <Group gap="sm" aria-live="polite">
      <StatusBadge status={appointment.status} />
      {appointment.status === "pending" && (
        <Text size="sm" c="dimmed">
          {`${t("requests.waiting", { time: duration(fair - appointment.requested_at) })} · ${t(
            "schedule.answerBy",
            { moment: formatMoment(appointment.expires_at, edition.zone, language) },
          )}`}
        </Text>
      )}
      {appointment.status === "accepted" && (
        <Text>
          {t("schedule.accepted", {
            moment: formatMoment(appointment.start, edition.zone, language),
          })}
        </Text>
      )}
      {appointment.status === "rejected" && <Text>{t("schedule.rejected")}</Text>}
    </Group>
  );
}
