import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useEditions } from "@/shared/live/session";
import { Page } from "@/shared/ui/page";
import { FairTabs } from "../fair_tabs";
import { ProductList } from "./list";

const route = getRouteApi("/shell/products");

/** What is shown at the fair, the newest first. */
export function Products() {
  const { t } = useTranslation();
  const { category } = route.useSearch();
  const edition = useEditions()?.edition.id;
  return (
    <Page title={t("products.title")} lead={category}>
      <FairTabs />
      <ProductList of={{ edition, ...(category && { category }) }} />
    </Page>
  );
}
