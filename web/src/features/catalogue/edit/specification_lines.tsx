import { ActionIcon, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { ProductDraft } from "@/protocol";

type Lines = ProductDraft["specification"];
const MOST = 40;

/** A specification, line by line. */
export function SpecificationLines(props: { lines: Lines; onChange(lines: Lines): void }) {
  const { lines, onChange } = props;
  const { t } = useTranslation();
  const set = (at: number, part: Partial<Lines[number]>) =>
    onChange(lines.map((line, index) => (index === at ? { ...line, ...part } : line)));
  return (
    <Stack gap="xs" component="fieldset" p={0} m={0} style={{ border: 0 }}>
      <Text component="legend" size="sm" fw={500}>
        {t("product.specification")}
      </Text>
      {lines.map((line, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line has no name of its own while it is typed
        <Group key={at} gap="xs" wrap="nowrap">
          <TextInput
            aria-label={t("edit.lineName")}
            placeholder={t("edit.lineName")}
            value={line.name}
            maxLength={60}
            w="36%"
            onChange={(event) => set(at, { name: event.currentTarget.value })}
          />
          <TextInput
            aria-label={t("edit.lineValue")}
            placeholder={t("edit.lineValue")}
            value={line.value}
            maxLength={200}
            flex={1}
            onChange={(event) => set(at, { value: event.currentTarget.value })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={t("edit.removeLine")}
            onClick={() => onChange(lines.filter((_, index) => index !== at))}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </Group>
      ))}
      {lines.length < MOST && (
        <div>
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconPlus size={14} />}
            onClick={() => onChange([...lines, { name: "", value: "" }])}
          >
            {t("edit.addLine")}
          </Button>
        </div>
      )}
    </Stack>
  );
}
