import { Button, Group, NativeSelect, Table, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ExhibitorPage } from "@/protocol";
import { get, query } from "@/shared/api";
import { useEditions } from "@/shared/live/session";
import { useFair } from "@/shared/live/time";
import { Page } from "@/shared/ui/page";
import { Empty, Loading, Problem } from "@/shared/ui/states";
import { ZoneBanner } from "@/shared/ui/times";
import { ExhibitorRow } from "./exhibitor_row";
import { FairTabs } from "./fair_tabs";
import { useSections } from "./sections";

const route = getRouteApi("/shell/exhibitors");

/** Who is at the fair, what they sell, and when they are free. */
export function Exhibitors() {
  const { t } = useTranslation();
  const { q, section } = route.useSearch();
  const navigate = route.useNavigate();
  const edition = useEditions()?.edition;
  const sections = useSections(edition?.id);
  const fair = useFair(60_000);
  const [typed, setTyped] = useState(q ?? "");
  const [settled] = useDebouncedValue(typed.trim(), 250);
  useEffect(() => {
    if (settled !== (q ?? ""))
      void navigate({
        search: (before) => ({ ...before, q: settled || undefined }),
        replace: true,
      });
  }, [settled, q, navigate]);
  const choose = (value: string) =>
    void navigate({
      search: (before) => ({ ...before, section: value || undefined }),
      replace: true,
    });
  return (
    <Page title={t("exhibitors.title")}>
      <FairTabs />
      {edition && <ZoneBanner edition={edition} at={fair} />}
      <Group gap="sm">
        <TextInput
          type="search"
          aria-label={t("exhibitors.search")}
          placeholder={t("exhibitors.search")}
          leftSection={<IconSearch size={16} />}
          w={{ base: "100%", xs: 320 }}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        {sections.options.length > 0 && (
          <NativeSelect
            aria-label={t("exhibitors.section")}
            data={[{ value: "", label: t("exhibitors.allSections") }, ...sections.options]}
            value={section ?? ""}
            onChange={(event) => choose(event.currentTarget.value)}
            w={{ base: "100%", xs: 280 }}
          />
        )}
      </Group>
      <List
        q={q}
        section={section}
        onClear={() => {
          setTyped("");
          choose("");
        }}
      />
    </Page>
  );
}

interface ListProps {
  q: string | undefined;
  section: string | undefined;
  onClear(): void;
}

function List({ q, section, onClear }: ListProps) {
  const { t } = useTranslation();
  const edition = useEditions()?.edition;
  const read = useInfiniteQuery({
    queryKey: ["exhibitors", edition?.id, q, section],
    queryFn: ({ pageParam }) =>
      get<ExhibitorPage>(
        `/exhibitors${query({ edition: edition?.id, q, section, cursor: pageParam })}`,
      ),
    initialPageParam: "",
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: (before) => before,
  });
  if (read.error && !read.data) {
    return <Problem error={read.error} retry={() => void read.refetch()} />;
  }
  if (!read.data) return <Loading />;
  const items = read.data.pages.flatMap((page) => page.items);
  if (items.length === 0 && !q && !section) return <Empty text={t("exhibitors.emptyAll")} />;
  if (items.length === 0) {
    return (
      <Empty text={t("exhibitors.empty")}>
        <Button variant="default" mt="xs" onClick={onClear}>
          {t("exhibitors.clear")}
        </Button>
      </Empty>
    );
  }
  return (
    <>
      <Table highlightOnHover data-testid="exhibitors">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("exhibitors.name")}</Table.Th>
            <Table.Th style={{ whiteSpace: "nowrap" }}>{t("exhibitors.booth")}</Table.Th>
            <Table.Th visibleFrom="sm">{t("exhibitors.section")}</Table.Th>
            <Table.Th visibleFrom="sm">{t("exhibitors.nextFree")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((exhibitor) => (
            <ExhibitorRow key={exhibitor.id} exhibitor={exhibitor} edition={edition} />
          ))}
        </Table.Tbody>
      </Table>
      {read.hasNextPage && (
        <Button
          variant="default"
          loading={read.isFetchingNextPage}
          onClick={() => void read.fetchNextPage()}
        >
          {t("exhibitors.more")}
        </Button>
      )}
    </>
  );
}
