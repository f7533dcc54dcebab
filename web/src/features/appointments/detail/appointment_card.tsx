import { Group, Paper, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Appointment, Edition } from "@/protocol";
import { useDuration, useFair, useLanguage } from "@/shared/live/time";
import { formatCountry, formatMoment } from "@/shared/time/format";
import { Times } from "@/shared/ui/times";
import { Actions } from "../actions/actions";
import { Instead } from "../actions/instead";
import { ReasonText } from "../actions/reason_text";
import { StatusBadge } from "../status_badge";
import classes from "./detail.module.css";

interface AppointmentCardProps {
  appointment: Appointment;
  edition: Edition;
}

/** One appointment in full: when, whom, what about, how it stands, what can be done. */
export function AppointmentCard({ appointment, edition }: AppointmentCardProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { buyer, addressed, seated, card, status } = appointment;
  const duration = useDuration();
  const fair = useFair(1_000);
  const moment = (at: number) => formatMoment(at, edition.zone, language);
  return (
    <Paper withBorder p="md" data-testid="appointment-card" data-status={status}>
      <Stack>
        <Group justify="space-between" align="flex-start">
          <Title order={2} size="h4">
            {appointment.topic}
          </Title>
          <div aria-live="polite">
            <StatusBadge status={status} />
          </div>
        </Group>
        <dl className={classes.facts}>
          <Fact name={t("negotiation.time")}>
            <Times start={appointment.start} end={appointment.end} zone={edition.zone} />
            <Countdown appointment={appointment} />
          </Fact>
          <Fact name={t("side.buyer")}>{`${buyer.name} · ${buyer.company_name}`}</Fact>
          <Fact name={t("negotiation.addressed")}>{addressed?.name ?? t("negotiation.queue")}</Fact>
          {seated && <Fact name={t("negotiation.seated")}>{seated.name}</Fact>}
          {card && (
            <Fact name={t("negotiation.card")}>
              {[card.name, card.company, formatCountry(card.country, language), card.email]
                .filter(Boolean)
                .join(" · ")}
            </Fact>
          )}
          <Fact name={t("appointments.scheduledOn")}>{moment(appointment.requested_at)}</Fact>
          {status === "pending" && (
            <Fact name={t("negotiation.answer")}>
              <Text data-testid="waiting">
                {`${t("requests.waiting", {
                  time: duration(fair - appointment.requested_at),
                })} · ${t("schedule.answerBy", { moment: moment(appointment.expires_at) })}`}
              </Text>
            </Fact>
          )}
          {appointment.answered_at !== null && (
            <Fact name={t("negotiation.answer")}>
              {t("negotiation.answeredAt", { moment: moment(appointment.answered_at) })}
            </Fact>
          )}
          {(appointment.reason || appointment.closed_by) && (
            <Fact name={t("reason.title")}>
              <Stack gap="xs">
                <ReasonText appointment={appointment} />
                <Instead appointment={appointment} />
              </Stack>
            </Fact>
          )}
        </dl>
        <Actions appointment={appointment} />
      </Stack>
    </Paper>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

/** How long until it starts, or until it ends. */
function Countdown({ appointment }: { appointment: Appointment }) {
  const { t } = useTranslation();
  const duration = useDuration();
  const fair = useFair(1_000);
  if (appointment.status !== "accepted" || fair >= appointment.end) return null;
  const running = fair >= appointment.start;
  return (
    <Text size="sm" c="var(--parley-accent-text)" data-testid="countdown">
      {running
        ? t("negotiation.running", { left: duration(appointment.end - fair) })
        : t("negotiation.startsIn", { left: duration(appointment.start - fair) })}
    </Text>
  );
}
