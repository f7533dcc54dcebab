import { Paper, Stack, Table, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import type { Appointment, Id } from "@/protocol";
import { sideOf, useEditionOf, useMe } from "@/shared/live/session";
import { useLanguage } from "@/shared/live/time";
import { formatCountry, formatMoment } from "@/shared/time/format";
import { TextLink } from "@/shared/ui/links";
import { Times } from "@/shared/ui/times";
import { Actions } from "../actions/actions";
import { StatusBadge } from "../status_badge";

interface RowsProps {
  items: Appointment[];
  scope: "mine" | "company";
  changed: ReadonlySet<Id>;
}

/** The page's rows: a table where there is room, cards on a phone. */
export function Rows({ items, scope, changed }: RowsProps) {
  const { t } = useTranslation();
  const wide = useMediaQuery("(min-width: 64em)", undefined, { getInitialValueInEffect: false });
  if (!wide) {
    return (
      <Stack gap="xs" data-testid="appointments">
        {items.map((one) => (
          <CardRow key={one.id} appointment={one} scope={scope} changed={changed.has(one.id)} />
        ))}
      </Stack>
    );
  }
  return (
    <Table data-testid="appointments" layout="fixed">
      <Table.Thead>
        <Table.Tr>
          <Table.Th w="11%">{t("appointments.scheduledOn")}</Table.Th>
          <Table.Th w="19%">{t("appointments.party")}</Table.Th>
          <Table.Th w="19%">{t("appointments.time")}</Table.Th>
          <Table.Th>{t("appointments.topic")}</Table.Th>
          <Table.Th w="11%">{t("appointments.status")}</Table.Th>
          <Table.Th w="21%">{t("appointments.actions")}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {items.map((one) => (
          <TableRow key={one.id} appointment={one} scope={scope} changed={changed.has(one.id)} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

interface RowProps {
  appointment: Appointment;
  scope: "mine" | "company";
  changed: boolean;
}

function TableRow({ appointment, scope, changed }: RowProps) {
  const language = useLanguage();
  const zone = useEditionOf(appointment.edition)?.zone ?? "UTC";
  return (
    <Table.Tr
      key={appointment.status}
      data-testid="appointment"
      data-changed={changed}
      data-status={appointment.status}
    >
      <Table.Td valign="top">
        <Text size="sm">{formatMoment(appointment.requested_at, zone, language)}</Text>
      </Table.Td>
      <Table.Td valign="top">
        <Party appointment={appointment} scope={scope} />
      </Table.Td>
      <Table.Td valign="top">
        <Times start={appointment.start} end={appointment.end} zone={zone} />
      </Table.Td>
      <Table.Td valign="top">
        <Topic appointment={appointment} />
      </Table.Td>
      <Table.Td valign="top">
        <StatusBadge status={appointment.status} />
        <ByOrganiser appointment={appointment} />
      </Table.Td>
      <Table.Td valign="top">
        <Actions appointment={appointment} details />
      </Table.Td>
    </Table.Tr>
  );
}

function CardRow({ appointment, scope, changed }: RowProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const zone = useEditionOf(appointment.edition)?.zone ?? "UTC";
  return (
    <Paper
      withBorder
      p="sm"
      component="article"
      aria-label={appointment.topic}
      data-testid="appointment"
      data-changed={changed}
      data-status={appointment.status}
    >
      <Stack gap={4} align="flex-start">
        <StatusBadge status={appointment.status} />
        <ByOrganiser appointment={appointment} />
        <Times start={appointment.start} end={appointment.end} zone={zone} />
        <Topic appointment={appointment} />
        <Party appointment={appointment} scope={scope} />
        <Text size="xs" c="dimmed">
          {`${t("appointments.scheduledOn")}: ${formatMoment(appointment.requested_at, zone, language)}`}
        </Text>
        <Actions appointment={appointment} details />
      </Stack>
    </Paper>
  );
}

/** Neither side did it: the period is gone. */
function ByOrganiser({ appointment }: { appointment: Appointment }) {
  const { t } = useTranslation();
  if (appointment.closed_by?.side !== "organiser") return null;
  return (
    <Text size="xs" c="dimmed">
      {t("reason.organiser")}
    </Text>
  );
}

function Topic({ appointment }: { appointment: Appointment }) {
  return (
    <TextLink
      to="/appointments/$appointment"
      params={{ appointment: appointment.id }}
      className="parley-touch"
    >
      {appointment.topic}
    </TextLink>
  );
}

/** The other side, with the people on both ends as far as they are known. */
function Party({ appointment, scope }: { appointment: Appointment; scope: "mine" | "company" }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const me = useMe();
  const { buyer, exhibitor, seated, addressed } = appointment;
  const contact = seated?.name ?? addressed?.name;
  const own = sideOf(me, appointment);
  if (own === "exhibitor") {
    return (
      <div>
        <Text fw={500}>{buyer.company_name}</Text>
        <Text size="sm" c="dimmed">
          {`${buyer.name} · ${formatCountry(buyer.country, language)}`}
        </Text>
        {scope === "company" && (
          <Text size="sm" c="dimmed">
            {contact ? t("appointments.with", { name: contact }) : t("appointments.unassigned")}
          </Text>
        )}
      </div>
    );
  }
  return (
    <div>
      <Text fw={500}>{exhibitor.name}</Text>
      <Text size="sm" c="dimmed">
        {`${exhibitor.booth} · ${
          contact ? t("appointments.with", { name: contact }) : t("appointments.unassigned")
        }`}
      </Text>
      {scope === "company" && (
        <Text size="sm" c="dimmed">
          {t("appointments.by", { name: buyer.name })}
        </Text>
      )}
    </div>
  );
}
