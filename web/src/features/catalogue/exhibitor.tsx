import { Alert, Badge, Stack, Switch, Table, Text, Title } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Exhibitor, StaffMember } from "@/protocol";
import { get } from "@/shared/api";
import { useCommand } from "@/shared/live/command";
import { useEditionOf, useMe } from "@/shared/live/session";
import { useFair, useLanguage } from "@/shared/live/time";
import { formatCountry } from "@/shared/time/format";
import { ButtonLink } from "@/shared/ui/links";
import { Page } from "@/shared/ui/page";
import { ReadPage } from "@/shared/ui/read_page";
import { RefusalNote } from "@/shared/ui/states";
import { ZoneBanner } from "@/shared/ui/times";

const route = getRouteApi("/shell/exhibitors/$exhibitor");

/** One exhibitor: who is there, and whom to ask for an appointment. */
export function ExhibitorPage() {
  const { exhibitor: id } = route.useParams();
  const read = useQuery({
    queryKey: ["exhibitor", id],
    queryFn: () => get<Exhibitor>(`/exhibitors/${id}`),
  });
  return <ReadPage read={read}>{(exhibitor) => <Shown exhibitor={exhibitor} />}</ReadPage>;
}

function Shown({ exhibitor }: { exhibitor: Exhibitor }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const me = useMe();
  const edition = useEditionOf(exhibitor.edition);
  const fair = useFair(60_000);
  const own = me.company?.id === exhibitor.company;
  const place = [
    t("exhibitors.boothAt", { booth: exhibitor.booth }),
    exhibitor.business,
    formatCountry(exhibitor.country, language),
  ];
  return (
    <Page title={exhibitor.name} lead={place.filter(Boolean).join(" · ")} width={860}>
      {edition && <ZoneBanner edition={edition} at={fair} />}
      {own && (
        <Alert color="gray" py="xs">
          {t("exhibitors.own")}
        </Alert>
      )}
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
    </Page>
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
