import { Fieldset, NumberInput, Select, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Edition, Policy } from "@/protocol";
import { useLanguage } from "@/shared/live/time";
import { formatZone } from "@/shared/time/format";
import type { Edits, Field, Fields } from "./draft";
import { HoursField } from "./hours_field";
import { WeekGrid } from "./week_grid";

interface FormProps {
  edition: Edition;
  fields: Fields;
  errorOf(field: Field): string | null;
  onEdit(edits: Edits): void;
}

const POLICIES: Policy[] = ["open", "soft", "hold"];
const SECOND = 1_000;
const HOUR = 3_600_000;

/** Everything an organiser changes of an edition; nothing is sent from here. */
export function OrganiseForm(props: FormProps) {
  const { fields, errorOf, onEdit } = props;
  const { t } = useTranslation();
  const closedError = errorOf("closed");
  return (
    <Stack>
      <EditionFields {...props} />
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <HoursField
          hours={fields.hours}
          error={errorOf("hours")}
          onChange={(hours) => onEdit({ hours })}
        />
        <RuleFields {...props} />
      </SimpleGrid>
      <Fieldset legend={t("organise.week")}>
        <Stack gap="xs">
          <Text size="sm" c="dimmed">
            {t("organise.weekHint")}
          </Text>
          {closedError && (
            <Text size="sm" c="var(--mantine-color-error)" role="alert">
              {closedError}
            </Text>
          )}
          <WeekGrid fields={fields} onChange={(closed) => onEdit({ closed })} />
        </Stack>
      </Fieldset>
    </Stack>
  );
}

function EditionFields({ edition, fields, errorOf, onEdit }: FormProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <Fieldset legend={t("organise.edition")}>
      <SimpleGrid cols={{ base: 1, sm: 3 }}>
        <TextInput
          label={t("organise.name")}
          value={fields.name}
          maxLength={60}
          error={errorOf("name")}
          onChange={(event) => onEdit({ name: event.currentTarget.value })}
        />
        <TextInput
          type="date"
          label={t("organise.firstDay")}
          value={fields.first_day}
          error={errorOf("first_day")}
          required
          withAsterisk={false}
          onChange={(event) =>
            event.currentTarget.value && onEdit({ first_day: event.currentTarget.value })
          }
        />
        <TextInput
          type="date"
          label={t("organise.lastDay")}
          value={fields.last_day}
          error={errorOf("last_day")}
          required
          withAsterisk={false}
          onChange={(event) =>
            event.currentTarget.value && onEdit({ last_day: event.currentTarget.value })
          }
        />
      </SimpleGrid>
      <Text size="sm" c="dimmed" mt="xs">
        {t("organise.zone", { zone: formatZone(edition.zone, language) })}
      </Text>
    </Fieldset>
  );
}

function RuleFields({ fields, errorOf, onEdit }: FormProps) {
  const { t } = useTranslation();
  const number = (
    label: string,
    field: "minutes" | "hold_ms" | "answer_ms" | "open_requests",
    unit: number,
  ) => (
    <NumberInput
      label={label}
      value={fields[field] / unit}
      min={0}
      allowNegative={false}
      // Arrows that small no finger hits; the keyboard has its own.
      hideControls
      error={errorOf(field)}
      onChange={(value) =>
        typeof value === "number" && onEdit({ [field]: Math.round(value * unit) })
      }
    />
  );
  return (
    <Fieldset legend={t("organise.rules")}>
      <Stack gap="xs">
        {number(t("organise.minutes"), "minutes", 1)}
        <Select
          label={t("organise.policy")}
          data={POLICIES.map((value) => ({ value, label: t(`organise.policies.${value}`) }))}
          value={fields.policy}
          allowDeselect={false}
          onChange={(policy) => policy && onEdit({ policy: policy as Policy })}
        />
        {fields.policy === "hold" && number(t("organise.holdSeconds"), "hold_ms", SECOND)}
        {number(t("organise.answerHours"), "answer_ms", HOUR)}
        {number(t("organise.openRequests"), "open_requests", 1)}
      </Stack>
    </Fieldset>
  );
}
