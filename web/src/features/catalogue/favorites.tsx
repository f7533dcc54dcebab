import { Stack, Table, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useEditions } from "@/shared/live/session";
import { Page } from "@/shared/ui/page";
import { Empty, ReadState } from "@/shared/ui/states";
import { ExhibitorRow } from "./exhibitor_row";
import { FairTabs } from "./fair_tabs";
import { useFavorites } from "./favorite_button";
import { Cards } from "./products/list";

/** What the reader marked for later in this edition. */
export function FavoritesPage() {
  const { t } = useTranslation();
  const edition = useEditions()?.edition;
  const read = useFavorites(edition?.id);
  return (
    <Page title={t("favorites.title")}>
      <FairTabs />
      <ReadState read={read}>
        {({ exhibitors, products }) => {
          if (exhibitors.length + products.length === 0) {
            return <Empty text={t("favorites.none")} hint={t("favorites.hint")} />;
          }
          return (
            <Stack>
              {exhibitors.length > 0 && (
                <section aria-label={t("exhibitors.title")}>
                  <Title order={2} size="h4" mb="xs">
                    {t("exhibitors.title")}
                  </Title>
                  <Table>
                    <Table.Tbody>
                      {exhibitors.map((it) => (
                        <ExhibitorRow key={it.id} exhibitor={it} edition={edition} />
                      ))}
                    </Table.Tbody>
                  </Table>
                </section>
              )}
              {products.length > 0 && (
                <section aria-label={t("products.title")}>
                  <Title order={2} size="h4" mb="xs">
                    {t("products.title")}
                  </Title>
                  <Cards products={products} withStand />
                </section>
              )}
            </Stack>
          );
        }}
      </ReadState>
    </Page>
  );
}
