import { Table } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { COLUMNS } from "../columns";

/** The columns of a company's people, and of those who were asked to join. */
export function PeopleHead({ date, visibleFrom }: { date: string; visibleFrom?: "sm" }) {
  const { t } = useTranslation();
  return (
    <Table.Thead visibleFrom={visibleFrom}>
      <Table.Tr>
        <Table.Th w={COLUMNS.name}>{t("company.name")}</Table.Th>
        <Table.Th w={COLUMNS.email}>{t("company.email")}</Table.Th>
        <Table.Th w={COLUMNS.role}>{t("company.role")}</Table.Th>
        <Table.Th w={COLUMNS.date}>{date}</Table.Th>
        <Table.Th w={COLUMNS.actions} ta="end">
          {t("company.actions")}
        </Table.Th>
      </Table.Tr>
    </Table.Thead>
  );
}
