import { ActionIcon, Button, Fieldset, Group, Stack, Text, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Rules } from "@/protocol";

interface HoursFieldProps {
  hours: Rules["hours"];
  error: string | null;
  onChange(hours: Rules["hours"]): void;
}

/** More than this the server refuses. */
const MOST = 8;

/** The daily opening hours, span by span. */
export function HoursField({ hours, error, onChange }: HoursFieldProps) {
  const { t } = useTranslation();
  const set = (index: number, end: 0 | 1, value: string) => {
    onChange(
      hours.map(([from, to], at) => {
        if (at !== index) return [from, to];
        return end === 0 ? [value, to] : [from, value];
      }),
    );
  };
  return (
    <Fieldset legend={t("organise.hours")}>
      <Stack gap="xs">
        {hours.map(([from, to], index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a span is its place; its times are typed
          <Group key={index} gap="xs" align="flex-end" wrap="nowrap">
            <TextInput
              type="time"
              step={300}
              label={t("organise.from")}
              aria-label={`${t("organise.span", { number: index + 1 })}: ${t("organise.from")}`}
              value={from}
              onChange={(event) => set(index, 0, event.currentTarget.value)}
            />
            <TextInput
              type="time"
              step={300}
              label={t("organise.to")}
              aria-label={`${t("organise.span", { number: index + 1 })}: ${t("organise.to")}`}
              value={to}
              onChange={(event) => set(index, 1, event.currentTarget.value)}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              size="input-sm"
              disabled={hours.length === 1}
              aria-label={t("organise.removeSpan", { number: index + 1 })}
              onClick={() => onChange(hours.filter((_, at) => at !== index))}
            >
              <IconTrash size={16} aria-hidden />
            </ActionIcon>
          </Group>
        ))}
        {error && (
          <Text size="sm" c="var(--mantine-color-error)" role="alert">
            {error}
          </Text>
        )}
        <Group>
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconPlus size={14} aria-hidden />}
            disabled={hours.length >= MOST}
            onClick={() => onChange([...hours, ["", ""]])}
          >
            {t("organise.addSpan")}
          </Button>
        </Group>
      </Stack>
    </Fieldset>
  );
}
