import { Anchor, Breadcrumbs, Button, Group, Stack, Table, Text, Title } from "@mantine/core";
import { IconBrandYoutube } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Product } from "@/protocol";
import { get } from "@/shared/api";
import { useMe } from "@/shared/live/session";
import { useNamed } from "@/shared/names";
import { ButtonLink, TextLink } from "@/shared/ui/links";
import { Page } from "@/shared/ui/page";
import { ReadPage } from "@/shared/ui/read_page";
import beside from "../beside.module.css";
import { FavoriteButton } from "../favorite_button";
import { ShareButton } from "../share_button";

const route = getRouteApi("/shell/products/$product");

/** One product: what it is, who shows it, and the ways to talk about it. */
export function ProductView() {
  const { product: id } = route.useParams();
  const read = useQuery({
    queryKey: ["product", id],
    queryFn: () => get<Product>(`/products/${id}`),
  });
  return <ReadPage read={read}>{(product) => <Shown product={product} />}</ReadPage>;
}

function Shown({ product }: { product: Product }) {
  const named = useNamed();
  return (
    <Page title={named(product.name, product.name_zh)} lead={<Path product={product} />}>
      <div className={beside.columns}>
        <Stack>
          <Facts product={product} />
          <Specification product={product} />
          {product.description && <Text className={beside.words}>{product.description}</Text>}
        </Stack>
        <div className={beside.aside}>
          <Stand product={product} />
        </div>
      </div>
    </Page>
  );
}

/** From the widest step of its category down to its model. */
function Path({ product }: { product: Product }) {
  const [widest, ...rest] = product.category;
  return (
    <Breadcrumbs separator="/" separatorMargin={6}>
      {widest && (
        <TextLink to="/products" search={{ category: widest }} size="sm">
          {widest}
        </TextLink>
      )}
      {[...rest, product.model].filter(Boolean).map((step) => (
        <Text key={step} size="sm">
          {step}
        </Text>
      ))}
    </Breadcrumbs>
  );
}

function Facts({ product }: { product: Product }) {
  const { t } = useTranslation();
  const { moq, markets, video } = product;
  return (
    <Stack gap="xs">
      {moq && (
        <Text className="parley-times">
          <Text span c="dimmed">{`${t("product.moq")}: `}</Text>
          <strong>{t("products.quantity", { count: moq.count, unit: moq.unit })}</strong>
        </Text>
      )}
      {markets.length > 0 && (
        <Text>
          <Text span c="dimmed">{`${t("product.markets")}: `}</Text>
          {markets.map((it) => t(`market.${it}`)).join(t("product.comma"))}
        </Text>
      )}
      <Actions product={product} />
      {video && (
        <Anchor href={video} target="_blank" rel="noopener noreferrer">
          <Group gap={6} component="span">
            <IconBrandYoutube size={18} aria-hidden />
            {t("product.video")}
          </Group>
        </Anchor>
      )}
    </Stack>
  );
}

function Actions({ product }: { product: Product }) {
  const { t } = useTranslation();
  const me = useMe();
  const { stand, id } = product;
  const sells = me.exhibitors.some((it) => it.id === stand.id);
  if (sells) {
    return (
      <Group gap="xs">
        <ButtonLink
          to="/exhibitors/$exhibitor/edit"
          params={{ exhibitor: stand.id }}
          search={{ product: id }}
        >
          {t("product.edit")}
        </ButtonLink>
        <ShareButton />
      </Group>
    );
  }
  return (
    <Group gap="xs">
      {me.company?.kind === "buyer" && (
        <ButtonLink
          to="/exhibitors/$exhibitor/schedule"
          params={{ exhibitor: stand.id }}
          search={{ origin: "product", ref: id }}
        >
          {t("product.schedule")}
        </ButtonLink>
      )}
      <FavoriteButton of={{ product: id }} edition={product.edition} />
      <ShareButton />
    </Group>
  );
}

function Specification({ product }: { product: Product }) {
  const { t } = useTranslation();
  if (product.specification.length === 0) return null;
  return (
    <section aria-label={t("product.specification")}>
      <Title order={2} size="h4" mb="xs">
        {t("product.specification")}
      </Title>
      <Table variant="vertical" layout="fixed">
        <Table.Tbody>
          {product.specification.map((line, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a specification is shown as it was written
            <Table.Tr key={at}>
              <Table.Th w="36%" fw={400}>
                {line.name}
              </Table.Th>
              <Table.Td>{line.value}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}

function Stand({ product: { stand } }: { product: Product }) {
  const { t } = useTranslation();
  const named = useNamed();
  return (
    <Stack gap={6}>
      <Title order={2} size="h4">
        {t("product.shownBy")}
      </Title>
      <TextLink to="/exhibitors/$exhibitor" params={{ exhibitor: stand.id }} fw={500}>
        {named(stand.name, stand.name_zh)}
      </TextLink>
      <Text size="sm">{t("exhibitors.boothAt", { booth: stand.booth })}</Text>
      <Text size="sm" c="dimmed">
        {named(stand.business, stand.business_zh)}
      </Text>
      <div>
        <Button
          component="a"
          variant="subtle"
          size="compact-sm"
          href={`/exhibitors/${stand.id}?tab=products`}
        >
          {t("product.others")}
        </Button>
      </div>
    </Stack>
  );
}
