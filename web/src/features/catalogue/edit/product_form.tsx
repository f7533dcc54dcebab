import {
  Button,
  Group,
  MultiSelect,
  NumberInput,
  SimpleGrid,
  Stack,
  TagsInput,
  Textarea,
  TextInput,
} from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Product, ProductDraft } from "@/protocol";
import { useCommand } from "@/shared/live/command";
import { RefusalNote } from "@/shared/ui/states";
import { draftOf, EMPTY, MARKETS } from "./draft";
import { PairLines } from "./pair_lines";

/** As many lines of a specification as the server takes. */
const ATTRIBUTES = 40;

interface ProductFormProps {
  exhibitor: string;
  /** The one that is changed, or none for a new one. */
  product: Product | null;
  onDone(): void;
}

/** A product as its company writes it. */
export function ProductForm({ exhibitor, product, onDone }: ProductFormProps) {
  const { t } = useTranslation();
  const add = useCommand("product.add");
  const change = useCommand("product.change");
  const [draft, setDraft] = useState<ProductDraft>(product ? draftOf(product) : EMPTY);
  const [tried, setTried] = useState(false);
  const set = (part: Partial<ProductDraft>) => setDraft({ ...draft, ...part });
  const unnamed = !draft.name.trim() && !draft.name_zh.trim();

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (unnamed) return;
    const done = product
      ? await change.run({ id: product.id, revision: product.revision, product: draft })
      : await add.run({ exhibitor, product: draft });
    if (done) onDone();
  };
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack>
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <TextInput
            data-autofocus
            label={t("edit.name")}
            value={draft.name}
            maxLength={120}
            error={tried && unnamed ? t("edit.nameNeeded") : undefined}
            onChange={(event) => set({ name: event.currentTarget.value })}
          />
          <TextInput
            label={t("edit.nameZh")}
            lang="zh"
            value={draft.name_zh}
            maxLength={120}
            onChange={(event) => set({ name_zh: event.currentTarget.value })}
          />
          <TextInput
            label={t("edit.model")}
            value={draft.model}
            maxLength={60}
            onChange={(event) => set({ model: event.currentTarget.value })}
          />
          <TagsInput
            label={t("edit.category")}
            description={t("edit.categoryHint")}
            value={draft.category}
            maxTags={5}
            onChange={(category) => set({ category })}
          />
        </SimpleGrid>
        <Moq moq={draft.moq} onChange={(moq) => set({ moq })} />
        <MultiSelect
          label={t("product.markets")}
          data={MARKETS.map((value) => ({ value, label: t(`market.${value}`) }))}
          value={draft.markets}
          searchable
          clearable
          onChange={(markets) => set({ markets: markets as ProductDraft["markets"] })}
        />
        <PairLines
          legend={t("product.specification")}
          add={t("edit.addLine")}
          most={ATTRIBUTES}
          lines={draft.specification}
          empty={{ name: "", value: "" }}
          sides={[
            { field: "name", label: t("edit.lineName"), maxLength: 60, width: "36%" },
            { field: "value", label: t("edit.lineValue"), maxLength: 200 },
          ]}
          onChange={(specification) => set({ specification })}
        />
        <Textarea
          label={t("edit.description")}
          autosize
          minRows={3}
          maxRows={12}
          maxLength={4000}
          value={draft.description}
          onChange={(event) => set({ description: event.currentTarget.value })}
        />
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <TagsInput
            label={t("edit.keywords")}
            value={draft.keywords}
            maxTags={10}
            onChange={(keywords) => set({ keywords })}
          />
          <TextInput
            label={t("edit.video")}
            type="url"
            placeholder="https://"
            value={draft.video}
            onChange={(event) => set({ video: event.currentTarget.value })}
          />
        </SimpleGrid>
        <RefusalNote error={add.error ?? change.error} />
        <Group justify="flex-end">
          <Button type="submit" loading={add.busy || change.busy}>
            {t("edit.save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

type Quantity = ProductDraft["moq"];

/** A quantity without a unit means nothing: both or neither. */
function Moq({ moq, onChange }: { moq: Quantity; onChange(moq: Quantity): void }) {
  const { t } = useTranslation();
  return (
    <SimpleGrid cols={{ base: 2 }}>
      <NumberInput
        label={t("product.moq")}
        min={1}
        max={1_000_000_000}
        allowDecimal={false}
        thousandSeparator=" "
        value={moq?.count ?? ""}
        onChange={(value) =>
          onChange(typeof value === "number" ? { count: value, unit: moq?.unit ?? "pcs" } : null)
        }
      />
      <TextInput
        label={t("edit.unit")}
        maxLength={20}
        value={moq?.unit ?? ""}
        disabled={!moq}
        onChange={(event) => moq && onChange({ ...moq, unit: event.currentTarget.value })}
      />
    </SimpleGrid>
  );
}
