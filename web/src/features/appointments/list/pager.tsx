import { Group, Pagination, Select, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

const SIZES = ["10", "20", "50"];

interface PagerProps {
  page: number;
  pages: number;
  total: number;
  size: number;
  onPage(page: number): void;
  onSize(size: number): void;
}

/** Pages, page size, go to. */
export function Pager({ page, pages, total, size, onPage, onSize }: PagerProps) {
  const { t } = useTranslation();
  const [to, setTo] = useState("");
  const go = () => {
    const wanted = Number(to);
    if (Number.isInteger(wanted) && wanted >= 1) onPage(Math.min(wanted, pages));
    setTo("");
  };
  return (
    <Group mt="sm" gap="md" data-testid="pager">
      <Text size="sm" c="dimmed">
        {t("appointments.total", { count: total })}
      </Text>
      <Pagination
        size="sm"
        total={Math.max(1, pages)}
        value={page}
        onChange={onPage}
        aria-label={t("appointments.pages")}
        getControlProps={(control) => ({ "aria-label": t(`pager.${control}`) })}
        getItemProps={(number) => ({ "aria-label": t("pager.page", { number }) })}
      />
      <Select
        size="xs"
        w={130}
        aria-label={t("appointments.pageSize")}
        allowDeselect={false}
        value={String(size)}
        onChange={(value) => value && onSize(Number(value))}
        data={[...new Set([...SIZES, String(size)])].map((value) => ({
          value,
          label: `${value} / ${t("pager.perPage")}`,
        }))}
      />
      <TextInput
        type="number"
        size="xs"
        w={130}
        aria-label={t("appointments.goTo")}
        placeholder={t("appointments.goTo")}
        min={1}
        max={Math.max(1, pages)}
        value={to}
        onChange={(event) => setTo(event.currentTarget.value)}
        onKeyDown={(event) => event.key === "Enter" && go()}
        onBlur={() => to !== "" && go()}
      />
    </Group>
  );
}
