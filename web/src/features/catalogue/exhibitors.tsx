import { Button, Table, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Exhibitor, ExhibitorPage } from "@/protocol";
import { get, query } from "@/shared/api";
import { useEditions } from "@/shared/live/session";
import { useLanguage } from "@/shared/live/time";
import { formatCountry } from "@/shared/time/format";
import { TextLink } from "@/shared/ui/links";
import { Page } from "@/shared/ui/page";
import { Empty, Loading, Problem } from "@/shared/ui/states";
import classes from "./exhibitors.module.css";

const route = getRouteApi("/shell/exhibitors");

/** Who is at the fair. */
export function Exhibitors() {
  const { t } = useTranslation();
  const { q } = route.useSearch();
  const navigate = route.useNavigate();
  const [typed, setTyped] = useState(q ?? "");
  const [settled] = useDebouncedValue(typed.trim(), 250);
  useEffect(() => {
    if (settled !== (q ?? ""))
      void navigate({ search: { q: settled || undefined }, replace: true });
  }, [settled, q, navigate]);
  return (
    <Page title={t("exhibitors.title")}>
      <TextInput
        type="search"
        aria-label={t("exhibitors.search")}
        placeholder={t("exhibitors.search")}
        leftSection={<IconSearch size={16} />}
        maw={420}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <List q={q} onClear={() => setTyped("")} />
    </Page>
  );
}

function List({ q, onClear }: { q: string | undefined; onClear(): void }) {
  const { t } = useTranslation();
  const edition = useEditions()?.edition.id;
  const read = useInfiniteQuery({
    queryKey: ["exhibitors", edition, q],
    queryFn: ({ pageParam }) =>
      get<ExhibitorPage>(`/exhibitors${query({ edition, q, cursor: pageParam })}`),
    initialPageParam: "",
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: (before) => before,
  });
  if (read.error && !read.data) {
    return <Problem error={read.error} retry={() => void read.refetch()} />;
  }
  if (!read.data) return <Loading />;
  const items = read.data.pages.flatMap((page) => page.items);
  if (items.length === 0 && !q) return <Empty text={t("exhibitors.emptyAll")} />;
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
            <Table.Th visibleFrom="sm">{t("exhibitors.business")}</Table.Th>
            <Table.Th visibleFrom="sm">{t("exhibitors.country")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((exhibitor) => (
            <Row key={exhibitor.id} exhibitor={exhibitor} />
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

function Row({ exhibitor }: { exhibitor: Exhibitor }) {
  const language = useLanguage();
  return (
    <Table.Tr className={classes.row}>
      <Table.Td>
        <TextLink
          to="/exhibitors/$exhibitor"
          params={{ exhibitor: exhibitor.id }}
          fw={500}
          className={classes.link}
        >
          {exhibitor.name}
        </TextLink>
        <Text size="sm" c="dimmed" hiddenFrom="sm">
          {exhibitor.business}
        </Text>
      </Table.Td>
      <Table.Td style={{ whiteSpace: "nowrap" }}>{exhibitor.booth}</Table.Td>
      <Table.Td visibleFrom="sm">{exhibitor.business}</Table.Td>
      <Table.Td visibleFrom="sm">{formatCountry(exhibitor.country, language)}</Table.Td>
    </Table.Tr>
  );
}
