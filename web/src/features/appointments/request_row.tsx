import { Badge, Group, Paper, Stack, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Appointment, Edition } from "@/protocol";
import { useMe } from "@/shared/live/session";
import { useDuration, useFair, useLanguage } from "@/shared/live/time";
import { formatCountry } from "@/shared/time/format";
import { TextLink } from "@/shared/ui/links";
import { Times } from "@/shared/ui/times";
import { Actions } from "./actions/actions";
import { StatusBadge } from "./status_badge";

interface RequestRowProps {
  appointment: Appointment;
  edition: Edition;
}

/** One request: who, what about, when, how long it waits, and what can be done. */
export function RequestRow({ appointment, edition }: RequestRowProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { buyer } = appointment;
  const pending = appointment.status === "pending";
  return (
    <Paper
      withBorder
      p="sm"
      component="article"
      aria-label={`${buyer.company_name}: ${appointment.topic}`}
      data-testid="request"
    >
      <Group justify="space-between" align="flex-start" gap="md">
        <Stack gap={2} flex="1 1 260px" miw={0}>
          <TextLink
            to="/appointments/$appointment"
            params={{ appointment: appointment.id }}
            fw={600}
            className="parley-touch"
          >
            {appointment.topic}
          </TextLink>
          <Text>
            {buyer.name}
            <Text span c="dimmed">
              {` · ${buyer.company_name} · ${formatCountry(buyer.country, language)}`}
            </Text>
          </Text>
          <Addressed appointment={appointment} />
          <Card appointment={appointment} />
        </Stack>
        <div style={{ flex: "0 1 240px" }}>
          <Times start={appointment.start} end={appointment.end} zone={edition.zone} />
        </div>
        <Stack gap={6} flex="0 1 280px" align="flex-start">
          <Group gap={6}>
            <StatusBadge status={appointment.status} />
            {appointment.conflict && pending && (
              <Badge
                color="amber"
                leftSection={<IconAlertTriangle size={12} aria-hidden />}
                data-testid="conflict"
              >
                {t("requests.conflict")}
              </Badge>
            )}
          </Group>
          {pending && <Waiting appointment={appointment} />}
          <Actions appointment={appointment} />
        </Stack>
      </Group>
    </Paper>
  );
}

/** How long the buyer waits, and until when an answer counts. */
function Waiting({ appointment }: { appointment: Appointment }) {
  const { t } = useTranslation();
  const duration = useDuration();
  const fair = useFair(1_000);
  return (
    <Text size="sm" c="dimmed" data-testid="waiting">
      {`${t("requests.waiting", { time: duration(fair - appointment.requested_at) })} · ${t(
        "requests.expiresIn",
        { time: duration(appointment.expires_at - fair) },
      )}`}
    </Text>
  );
}

function Addressed({ appointment }: { appointment: Appointment }) {
  const { t } = useTranslation();
  const me = useMe();
  const { addressed } = appointment;
  const words = !addressed
    ? t("requests.toQueue")
    : addressed.user === me.user.id
      ? t("requests.toMe")
      : t("requests.toOther", { name: addressed.name });
  return (
    <Text size="sm" c="dimmed">
      {words}
    </Text>
  );
}

function Card({ appointment }: { appointment: Appointment }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { card } = appointment;
  if (!card) return null;
  const lines = [card.name, card.company, formatCountry(card.country, language), card.email];
  return (
    <Text size="sm" data-testid="card">
      <Text span c="dimmed">
        {`${t("requests.card")}: `}
      </Text>
      {lines.filter(Boolean).join(" · ")}
    </Text>
  );
}
