import { Button, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Product } from "@/protocol";
import { useNamed } from "@/shared/names";
import { TextLink } from "@/shared/ui/links";
import { Empty, ReadState } from "@/shared/ui/states";
import { type Shelved, useProducts } from "../reads";
import classes from "./products.module.css";

interface ProductListProps {
  of: Shelved;
  /** The first so many only. */
  only?: number;
  empty?: string;
}

/** Products as cards, what stands first before the others. */
export function ProductList({ of, only, empty }: ProductListProps) {
  const { t } = useTranslation();
  const read = useProducts(of);
  const withStand = !("exhibitor" in of);
  return (
    <ReadState read={read}>
      {(data) => {
        const all = data.pages.flatMap((page) => page.items);
        if (all.length === 0) return <Empty text={empty ?? t("products.none")} />;
        return (
          <>
            <Cards products={only ? all.slice(0, only) : all} withStand={withStand} />
            {!only && read.hasNextPage && (
              <Button
                mt="md"
                variant="default"
                loading={read.isFetchingNextPage}
                onClick={() => void read.fetchNextPage()}
              >
                {t("products.more")}
              </Button>
            )}
          </>
        );
      }}
    </ReadState>
  );
}

/** Products side by side, as many to a row as fit. */
export function Cards({ products, withStand }: { products: Product[]; withStand: boolean }) {
  return (
    <ul className={classes.cards} data-testid="products">
      {products.map((product) => (
        <Card key={product.id} product={product} withStand={withStand} />
      ))}
    </ul>
  );
}

function Card({ product, withStand }: { product: Product; withStand: boolean }) {
  const { t } = useTranslation();
  const named = useNamed();
  const moq = product.moq;
  return (
    <li className={classes.card}>
      <TextLink
        to="/products/$product"
        params={{ product: product.id }}
        fw={500}
        className={classes.cover}
      >
        {named(product.name, product.name_zh)}
      </TextLink>
      <Text size="sm" c="dimmed">
        {[product.model, product.category.at(-1)].filter(Boolean).join(" · ")}
      </Text>
      {moq && (
        <Text size="sm" className="parley-times">
          {t("products.moqShort", { count: moq.count, unit: moq.unit })}
        </Text>
      )}
      {withStand && (
        <Text size="sm" c="dimmed">
          {`${named(product.stand.name, product.stand.name_zh)} · ${product.stand.booth}`}
        </Text>
      )}
    </li>
  );
}
