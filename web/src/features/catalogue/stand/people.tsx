import { Badge, Stack, Switch, Table, Text, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Exhibitor, StaffMember } from "@/protocol";
import { useCommand } from "@/shared/live/command";
import { useMe } from "@/shared/live/session";
import { ButtonLink } from "@/shared/ui/links";
import { RefusalNote } from "@/shared/ui/states";

/** Who receives buyers at a stand, and the queue: each with the way to an appointment. */
export function People({ exhibitor, own }: { exhibitor: Exhibitor; own: boolean }) {
  const { t } = useTranslation();
  return (
    <Stack gap="xs">
      <Title order={2} size="h4">
        {t("exhibitors.people")}
      </Title>
      {exhibitor.staff?.length === 0 && <Text c="dimmed">{t("exhibitors.noStaff")}</Text>}
      <Table data-testid="staff">
        <Table.Tbody>
          {exhibitor.staff?.map((member) => (
            <Person key={member.user} member={member} exhibitor={exhibitor} own={own} />
          ))}
          <Table.Tr>
            <Table.Td>
              <Text fw={500}>{t("exhibitors.queue")}</Text>
              <Text size="sm" c="dimmed">
                {t("exhibitors.queueHint")}
              </Text>
            </Table.Td>
            <Table.Td ta="end">
              {!own && (
                <Schedule
                  exhibitor={exhibitor.id}
                  grid={exhibitor.queue}
                  name={t("exhibitors.queue")}
                  primary
                />
              )}
            </Table.Td>
          </Table.Tr>
        </Table.Tbody>
      </Table>
    </Stack>
  );
}

function Person(props: { member: StaffMember; exhibitor: Exhibitor; own: boolean }) {
  const { t } = useTranslation();
  const me = useMe();
  const { member, exhibitor, own } = props;
  const admin = own && me.roles.includes("exhibitor_admin");
  return (
    <Table.Tr>
      <Table.Td>
        <Text fw={500} span>
          {member.name}
        </Text>{" "}
        <Badge variant="light" color={member.on_duty ? "teal" : "gray"} size="sm" ms={6}>
          {member.on_duty ? t("exhibitors.onDuty") : t("exhibitors.offDuty")}
        </Badge>
      </Table.Td>
      <Table.Td ta="end">
        {admin && <Duty member={member} exhibitor={exhibitor.id} />}
        {!own && <Schedule exhibitor={exhibitor.id} grid={member.grid} name={member.name} />}
      </Table.Td>
    </Table.Tr>
  );
}

function Schedule(props: { exhibitor: string; grid: string; name: string; primary?: boolean }) {
  const { t } = useTranslation();
  return (
    <ButtonLink
      to="/exhibitors/$exhibitor/schedule"
      params={{ exhibitor: props.exhibitor }}
      search={{ grid: props.grid }}
      variant={props.primary ? "filled" : "light"}
      aria-label={t("exhibitors.scheduleWith", { name: props.name })}
    >
      {t("exhibitors.schedule")}
    </ButtonLink>
  );
}

function Duty({ member, exhibitor }: { member: StaffMember; exhibitor: string }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const duty = useCommand("duty.set");
  const change = async (on: boolean) => {
    const answer = await duty.run({ exhibitor, user: member.user, on });
    if (answer) await queries.invalidateQueries({ queryKey: ["exhibitor", exhibitor] });
  };
  return (
    <Stack align="flex-end" gap={4}>
      <Switch
        aria-label={t("exhibitors.dutyOf", { name: member.name })}
        checked={member.on_duty}
        disabled={duty.busy}
        onChange={(event) => void change(event.currentTarget.checked)}
      />
      <RefusalNote error={duty.error} />
    </Stack>
  );
}
