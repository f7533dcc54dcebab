import { Group, Paper, Stack, Table, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import type { Member } from "@/protocol";
import { useMe } from "@/shared/live/session";
import { useDateText } from "@/shared/ui/times";
import { MemberActions } from "./member_actions";
import { PeopleHead } from "./people_head";

/** A company's people: a table where there is room, cards on a phone. */
export function Members({ members }: { members: Member[] }) {
  const { t } = useTranslation();
  const wide = useMediaQuery("(min-width: 48em)", undefined, { getInitialValueInEffect: false });
  if (!wide) {
    return (
      <Stack gap="xs">
        {members.map((member) => (
          <Card key={member.user} member={member} colleagues={others(members, member)} />
        ))}
      </Stack>
    );
  }
  return (
    <Table highlightOnHover>
      <PeopleHead date={t("company.joined")} />
      <Table.Tbody>
        {members.map((member) => (
          <Row key={member.user} member={member} colleagues={others(members, member)} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

interface LineProps {
  member: Member;
  colleagues: Member[];
}

function others(members: Member[], member: Member): Member[] {
  return members.filter(({ user }) => user !== member.user);
}

function Row({ member, colleagues }: LineProps) {
  const { t } = useTranslation();
  const own = member.user === useMe().user.id;
  return (
    <Table.Tr>
      <Table.Td>
        <Name member={member} />
      </Table.Td>
      <Table.Td>{member.email}</Table.Td>
      <Table.Td>{member.admin ? t("company.admin") : t("company.staff")}</Table.Td>
      <Table.Td style={{ whiteSpace: "nowrap" }}>
        <Since member={member} />
      </Table.Td>
      <Table.Td ta="end">
        {!own && <MemberActions member={member} colleagues={colleagues} />}
      </Table.Td>
    </Table.Tr>
  );
}

function Card({ member, colleagues }: LineProps) {
  const { t } = useTranslation();
  const own = member.user === useMe().user.id;
  return (
    <Paper withBorder p="sm" component="article" aria-label={member.name}>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <div>
          <Name member={member} />
          <Text size="sm" c="dimmed">
            {member.email}
          </Text>
          <Text size="sm" c="dimmed">
            {member.admin ? t("company.admin") : t("company.staff")}
            {member.joined_at && ` · ${t("company.joined")} `}
            <Since member={member} />
          </Text>
        </div>
        {!own && <MemberActions member={member} colleagues={colleagues} />}
      </Group>
    </Paper>
  );
}

function Name({ member }: { member: Member }) {
  const { t } = useTranslation();
  const own = member.user === useMe().user.id;
  return (
    <Text fw={500}>
      {member.name}
      {own && (
        <Text span c="dimmed" fw={400}>
          {` (${t("company.you")})`}
        </Text>
      )}
    </Text>
  );
}

function Since({ member }: { member: Member }) {
  const dateText = useDateText();
  return member.joined_at ? dateText(member.joined_at) : null;
}
