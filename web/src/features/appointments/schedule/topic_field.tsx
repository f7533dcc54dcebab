import { Button, Group, Stack, TextInput } from "@mantine/core";
import type { Ref } from "react";
import { useTranslation } from "react-i18next";

/** As long as the server allows. */
export const TOPIC_LIMIT = 200;
const CHIPS = ["price", "product", "sample", "delivery"] as const;

interface TopicFieldProps {
  ref: Ref<HTMLInputElement>;
  value: string;
  onChange(value: string): void;
  showProblem: boolean;
}

/** The negotiation topic, with suggestions to tap. */
export function TopicField({ ref, value, onChange, showProblem }: TopicFieldProps) {
  const { t } = useTranslation();
  const length = value.trim().length;
  const missing = showProblem && length === 0 && t("schedule.topicRequired");
  const long = length > TOPIC_LIMIT && t("schedule.topicLong", { count: TOPIC_LIMIT });
  return (
    <Stack gap={6}>
      <TextInput
        ref={ref}
        label={t("schedule.topic")}
        placeholder={t("schedule.topicHint")}
        required
        value={value}
        error={missing || long}
        description={t("schedule.topicCount", { count: length, limit: TOPIC_LIMIT })}
        inputWrapperOrder={["label", "input", "description", "error"]}
        maw={620}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <Group gap={6} role="group" aria-label={t("schedule.chips")}>
        {CHIPS.map((chip) => {
          const words = t(`schedule.chip.${chip}`);
          return (
            <Button
              key={chip}
              size="compact-sm"
              radius="xl"
              variant={value === words ? "light" : "default"}
              onClick={() => onChange(words)}
            >
              {words}
            </Button>
          );
        })}
      </Group>
    </Stack>
  );
}
