import { Button, Group, SegmentedControl, Tabs, Text } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useEditions, useMe } from "@/shared/live/session";
import { useFair } from "@/shared/live/time";
import { ButtonLink } from "@/shared/ui/links";
import { Page } from "@/shared/ui/page";
import { Empty, ReadState } from "@/shared/ui/states";
import { ZoneBanner } from "@/shared/ui/times";
import { TABS, type Tab } from "../bucket";
import classes from "./list.module.css";
import { Pager } from "./pager";
import { Rows } from "./rows";
import { useList } from "./use_list";

const route = getRouteApi("/shell/appointments");
const SIZE = 10;

function tabOf(value: string | undefined): Tab {
  return TABS.find((tab) => tab === value) ?? "all";
}

/** All appointments of a person, or of a company for its admins. */
export function Appointments() {
  const { t } = useTranslation();
  const editions = useEditions();
  if (!editions) {
    return (
      <Page title={t("appointments.title")}>
        <Empty text={t("appointments.empty")} />
      </Page>
    );
  }
  return <List edition={editions.edition.id} />;
}

function List({ edition }: { edition: string }) {
  const { t } = useTranslation();
  const me = useMe();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const fair = useFair(60_000);
  const shownEdition = useEditions()?.edition;
  const admin = me.company?.admin === true;
  const scope = admin && search.scope === "company" ? "company" : "mine";
  const status = tabOf(search.status);
  const page = search.page ?? 1;
  const size = search.size ?? SIZE;
  const list = useList({ edition, scope, status, page, size });
  const go = (change: Partial<typeof search>) =>
    void navigate({ search: { ...search, page: undefined, ...change } });
  return (
    <Page
      title={t(scope === "company" ? "appointments.company" : "appointments.mine")}
      aside={
        admin && (
          <SegmentedControl
            aria-label={t("appointments.scope")}
            value={scope}
            onChange={(value) => go({ scope: value === "company" ? "company" : undefined })}
            data={[
              { value: "mine", label: t("appointments.mine") },
              { value: "company", label: t("appointments.company") },
            ]}
          />
        )
      }
    >
      <Group justify="space-between" gap="xs">
        {shownEdition && <ZoneBanner edition={shownEdition} at={fair} />}
        <News count={list.unseen} onShow={list.showUnseen} />
      </Group>
      <Tabs
        value={status}
        onChange={(value) => go({ status: value === "all" ? undefined : (value ?? undefined) })}
      >
        <Tabs.List aria-label={t("appointments.tabs")} className={classes.tabs}>
          {TABS.map((tab) => (
            <Tabs.Tab key={tab} value={tab}>
              {list.counts
                ? t("appointments.tab", {
                    label: t(`appointments.${tab}`),
                    count: list.counts[tab],
                  })
                : t(`appointments.${tab}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={status} pt="sm">
          <ReadState read={list.page}>
            {(data) =>
              data.items.length === 0 ? (
                <Nothing tab={status} />
              ) : (
                <>
                  <Rows items={data.items} scope={scope} changed={list.changed} />
                  <Pager
                    page={data.page}
                    pages={data.pages}
                    total={data.total}
                    size={size}
                    onPage={(to) => go({ page: to })}
                    onSize={(to) => go({ size: to })}
                  />
                </>
              )
            }
          </ReadState>
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

/** Why a tab is empty, and what to do about it. */
function Nothing({ tab }: { tab: Tab }) {
  const { t } = useTranslation();
  const me = useMe();
  const sells = me.exhibitors.length > 0;
  if (tab !== "all") return <Empty text={t("appointments.emptyTab")} />;
  return (
    <Empty
      text={t("appointments.empty")}
      hint={t(sells ? "appointments.emptyHintSales" : "appointments.emptyHint")}
    >
      {!sells && (
        <ButtonLink to="/exhibitors" mt="sm">
          {t("appointments.find")}
        </ButtonLink>
      )}
    </Empty>
  );
}

/** The line that announces rows. */
function News({ count, onShow }: { count: number; onShow(): void }) {
  const { t } = useTranslation();
  return (
    <Group className={classes.news} role="status" data-testid="news">
      {count > 0 && (
        <Group gap="xs">
          <Text fw={600} c="var(--parley-accent-text)">
            {t("appointments.news", { count })}
          </Text>
          <Button size="compact-sm" variant="light" onClick={onShow}>
            {t("appointments.showNew")}
          </Button>
        </Group>
      )}
    </Group>
  );
}
