import { Button, Table, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Invitation } from "@/protocol";
import { useCommand } from "@/shared/live/command";
import { RefusalNote } from "@/shared/ui/states";
import { useDateText } from "@/shared/ui/times";
import { PeopleHead } from "./people_head";

/** Who was asked to join and has not come yet; on a phone each in one cell. */
export function Invitations({ invitations }: { invitations: Invitation[] }) {
  const { t } = useTranslation();
  if (invitations.length === 0) return <Text c="dimmed">{t("company.noInvitations")}</Text>;
  return (
    <Table>
      <PeopleHead date={t("company.until")} visibleFrom="sm" />
      <Table.Tbody>
        {invitations.map((invitation) => (
          <Row key={invitation.id} invitation={invitation} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** The link can be taken back until it is used. */
function Row({ invitation }: { invitation: Invitation }) {
  const { t } = useTranslation();
  const dateText = useDateText();
  const queries = useQueryClient();
  const withdraw = useCommand("staff.withdraw");
  const { id, name, email, admin, expires_at } = invitation;
  const takeBack = async () => {
    await withdraw.run({ invitation: id });
    // Refused: it was used or withdrawn meanwhile, and the list says which.
    void queries.invalidateQueries({ queryKey: ["members"] });
  };
  const role = admin ? t("company.admin") : t("company.staff");
  const until = dateText(expires_at);
  return (
    <Table.Tr data-testid="invitation">
      <Table.Td>
        <Text fw={500}>{name}</Text>
        <Text size="sm" c="dimmed" hiddenFrom="sm">
          {email}
        </Text>
        <Text size="sm" c="dimmed" hiddenFrom="sm">
          {`${role} · ${t("company.expires", { day: until })}`}
        </Text>
        <RefusalNote error={withdraw.error} />
      </Table.Td>
      <Table.Td visibleFrom="sm">{email}</Table.Td>
      <Table.Td visibleFrom="sm">{role}</Table.Td>
      <Table.Td visibleFrom="sm" style={{ whiteSpace: "nowrap" }}>
        {until}
      </Table.Td>
      <Table.Td ta="end">
        <Button
          size="compact-sm"
          variant="default"
          aria-label={t("company.withdrawFor", { name })}
          loading={withdraw.busy}
          onClick={() => void takeBack()}
        >
          {t("company.withdraw")}
        </Button>
      </Table.Td>
    </Table.Tr>
  );
}
