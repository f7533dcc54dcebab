import {
  Button,
  Group,
  Modal,
  Stack,
  Switch,
  Table,
  Text,
  Title,
  VisuallyHidden,
} from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Product } from "@/protocol";
import { useCommand } from "@/shared/live/command";
import { useNamed } from "@/shared/names";
import { Confirm } from "@/shared/ui/confirm";
import { Empty, ReadState, RefusalNote } from "@/shared/ui/states";
import { useProducts } from "../reads";
import { ProductForm } from "./product_form";

const route = getRouteApi("/shell/exhibitors/$exhibitor/edit");

/** A stand's products: add, change, let stand first, take away. */
export function Shelf({ exhibitor }: { exhibitor: string }) {
  const { t } = useTranslation();
  const { product: wanted } = route.useSearch();
  const [open, setOpen] = useState<Product | "new" | null>(null);
  const [seen, setSeen] = useState<string | undefined>();
  const queries = useQueryClient();
  const read = useProducts({ exhibitor });
  const all = read.data?.pages.flatMap((page) => page.items) ?? [];
  const asked = wanted !== seen ? all.find((it) => it.id === wanted) : undefined;
  const shown = open ?? asked ?? null;
  const close = () => {
    setOpen(null);
    setSeen(wanted);
  };
  const refresh = async () => {
    await queries.invalidateQueries({ queryKey: ["products"] });
    await queries.invalidateQueries({ queryKey: ["product"] });
  };
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <Title order={2} size="h4">
          {t("products.title")}
        </Title>
        <Button onClick={() => setOpen("new")}>{t("edit.add")}</Button>
      </Group>
      <ReadState read={read}>
        {() =>
          all.length === 0 ? (
            <Empty text={t("products.none")} hint={t("edit.firstProduct")} />
          ) : (
            <Table data-testid="shelf">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t("edit.name")}</Table.Th>
                  <Table.Th>{t("edit.first")}</Table.Th>
                  <Table.Th>
                    <VisuallyHidden>{t("edit.actions")}</VisuallyHidden>
                  </Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {all.map((it) => (
                  <Row key={it.id} product={it} onEdit={() => setOpen(it)} onChanged={refresh} />
                ))}
              </Table.Tbody>
            </Table>
          )
        }
      </ReadState>
      {read.hasNextPage && (
        <div>
          <Button
            variant="default"
            loading={read.isFetchingNextPage}
            onClick={() => void read.fetchNextPage()}
          >
            {t("products.more")}
          </Button>
        </div>
      )}
      <Modal
        opened={shown !== null}
        onClose={close}
        size="lg"
        title={shown === "new" ? t("edit.add") : t("product.edit")}
        closeButtonProps={{ "aria-label": t("edit.close") }}
        // What was typed is not lost to a stray click.
        closeOnClickOutside={false}
      >
        {shown !== null && (
          <ProductForm
            exhibitor={exhibitor}
            product={shown === "new" ? null : shown}
            onDone={() => {
              close();
              void refresh();
            }}
          />
        )}
      </Modal>
    </Stack>
  );
}

function Row(props: { product: Product; onEdit(): void; onChanged(): Promise<void> }) {
  const { product, onEdit, onChanged } = props;
  const { t } = useTranslation();
  const named = useNamed();
  const name = named(product.name, product.name_zh);
  const feature = useCommand("product.feature");
  const remove = useCommand("product.remove");
  const [asking, setAsking] = useState(false);
  const [first, setFirst] = useState(product.featured);
  const rank = async (to: boolean) => {
    setFirst(to);
    if (await feature.run({ id: product.id, first: to })) await onChanged();
    else setFirst(!to);
  };
  const takeAway = async () => {
    if (!(await remove.run({ id: product.id }))) return;
    setAsking(false);
    await onChanged();
  };
  return (
    <Table.Tr>
      <Table.Td>
        <Text fw={500}>{name}</Text>
        <Text size="sm" c="dimmed">
          {[product.model, product.category.join(" / ")].filter(Boolean).join(" · ")}
        </Text>
        <RefusalNote error={feature.error} />
      </Table.Td>
      <Table.Td>
        <Switch
          aria-label={t("edit.firstOf", { name })}
          checked={first}
          disabled={feature.busy}
          onChange={(event) => void rank(event.currentTarget.checked)}
        />
      </Table.Td>
      <Table.Td>
        <Group gap="xs" justify="flex-end" wrap="nowrap">
          <Button
            size="compact-sm"
            variant="default"
            aria-label={t("edit.editOf", { name })}
            onClick={onEdit}
          >
            {t("edit.edit")}
          </Button>
          <Button
            size="compact-sm"
            variant="subtle"
            color="red"
            aria-label={t("edit.removeOf", { name })}
            onClick={() => setAsking(true)}
          >
            {t("edit.remove")}
          </Button>
        </Group>
        <Confirm
          opened={asking}
          title={t("edit.removeOf", { name })}
          consequence={t("edit.removeConsequence")}
          confirm={t("edit.remove")}
          back={t("edit.close")}
          busy={remove.busy}
          error={remove.error}
          onConfirm={() => void takeAway()}
          onClose={() => setAsking(false)}
        />
      </Table.Td>
    </Table.Tr>
  );
}
