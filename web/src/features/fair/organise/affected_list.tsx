import { Paper, Stack, Table, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import type { Affected, AffectedAppointment, Edition } from "@/protocol";
import { Times } from "@/shared/ui/times";

interface AffectedListProps {
  affected: Affected;
  edition: Edition;
}

/** Whose appointments a change calls off, the nearest first: a table, or cards on a phone. */
export function AffectedList({ affected, edition }: AffectedListProps) {
  const { t } = useTranslation();
  const wide = useMediaQuery("(min-width: 48em)", undefined, { getInitialValueInEffect: false });
  const { items, accepted, pending } = affected;
  return (
    <Stack gap="xs" data-testid="affected">
      {items.length < accepted + pending && (
        <Text c="dimmed">{t("organise.listed", { count: items.length })}</Text>
      )}
      {wide ? (
        <Table layout="fixed">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("organise.when")}</Table.Th>
              <Table.Th w="14%">{t("organise.status")}</Table.Th>
              <Table.Th>{t("organise.buyer")}</Table.Th>
              <Table.Th>{t("organise.exhibitor")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {items.map((one) => (
              <Table.Tr key={one.id}>
                <Table.Td>
                  <Times start={one.start} end={one.end} zone={edition.zone} />
                </Table.Td>
                <Table.Td>{t(`status.${one.status}`)}</Table.Td>
                <Table.Td>
                  <Buyer one={one} />
                </Table.Td>
                <Table.Td>
                  <Exhibitor one={one} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      ) : (
        items.map((one) => (
          <Paper key={one.id} withBorder p="sm">
            <Text size="sm" c="dimmed">
              {t(`status.${one.status}`)}
            </Text>
            <Times start={one.start} end={one.end} zone={edition.zone} />
            <Buyer one={one} />
            <Exhibitor one={one} />
          </Paper>
        ))
      )}
    </Stack>
  );
}

function Buyer({ one: { buyer } }: { one: AffectedAppointment }) {
  return <Party company={buyer.company_name} person={buyer.name} />;
}

function Exhibitor({ one: { exhibitor, in_charge } }: { one: AffectedAppointment }) {
  const { t } = useTranslation();
  const person = `${exhibitor.booth} · ${in_charge?.name ?? t("organise.inQueue")}`;
  return <Party company={exhibitor.name} person={person} />;
}

function Party({ company, person }: { company: string; person: string }) {
  return (
    <div>
      <Text fw={500}>{company}</Text>
      <Text size="sm" c="dimmed">
        {person}
      </Text>
    </div>
  );
}
