import { Alert, Button, Stack, Title } from "@mantine/core";
import { IconLock, IconUserPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { People } from "@/protocol";
import { get } from "@/shared/api";
import { useTopicState } from "@/shared/live/realtime";
import { useMe } from "@/shared/live/session";
import { Page } from "@/shared/ui/page";
import { ReadState } from "@/shared/ui/states";
import { Keys } from "../keys";
import { Invitations } from "./invitations";
import { Invite } from "./invite";
import { Members } from "./members";

/** A company's people, for its admins. */
export function CompanyPage() {
  const { t } = useTranslation();
  const me = useMe();
  if (!me.company?.admin) {
    return (
      <Page title={t("company.title")}>
        <Alert color="gray" icon={<IconLock size={18} />} data-testid="no-right">
          {me.company ? t("company.notAdmin") : t("company.noCompany")}
        </Alert>
      </Page>
    );
  }
  return <ForAdmins id={me.company.id} name={me.company.name} />;
}

function ForAdmins({ id, name }: { id: string; name: string }) {
  const { t } = useTranslation();
  const [inviting, setInviting] = useState(false);
  const pending = useTopicState(`company/${id}`)?.pending ?? 0;
  const read = useQuery({
    queryKey: ["members"],
    queryFn: () => get<People>("/company/members"),
  });
  return (
    <Page
      title={`${t("company.title")} · ${name}`}
      width={1080}
      lead={pending > 0 ? t("company.pending", { count: pending }) : undefined}
      aside={
        <Button leftSection={<IconUserPlus size={16} />} onClick={() => setInviting(true)}>
          {t("company.invite")}
        </Button>
      }
    >
      <Invite opened={inviting} onClose={() => setInviting(false)} />
      <ReadState read={read}>{(people) => <Lists people={people} />}</ReadState>
    </Page>
  );
}

function Lists({ people }: { people: People }) {
  const { t } = useTranslation();
  return (
    <Stack gap="xl">
      <section aria-labelledby="members">
        <Title order={2} size="h4" id="members" mb="xs">
          {t("company.members")}
        </Title>
        <Members members={people.members} />
      </section>
      <section aria-labelledby="invitations">
        <Title order={2} size="h4" id="invitations" mb="xs">
          {t("company.invitations")}
        </Title>
        <Invitations invitations={people.invitations} />
      </section>
      <Keys />
    </Stack>
  );
}
