import { List } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Edition } from "@/protocol";
import { useLanguage } from "@/shared/live/time";
import { formatDay } from "@/shared/time/format";
import { type Edits, type Field, type Fields, fieldsOf } from "./draft";

/** What was and what is to be, field by field. */
export function ChangeList({ edition, edits }: { edition: Edition; edits: Edits }) {
  const { t } = useTranslation();
  const words = useFieldWords();
  const before = fieldsOf(edition);
  const after = { ...before, ...edits };
  return (
    <List>
      {(Object.keys(edits) as Field[]).map((field) => (
        <List.Item key={field}>
          {t("organise.fromTo", {
            field: t(`organise.field.${field}`),
            from: words(field, before),
            to: words(field, after),
          })}
        </List.Item>
      ))}
    </List>
  );
}

const SECOND = 1_000;
const HOUR = 3_600_000;

/** A field's value as a person reads it. */
function useFieldWords(): (field: Field, of: Fields) => string {
  const { t } = useTranslation();
  const language = useLanguage();
  const span = ([from, to]: [string, string]) => `${from}–${to}`;
  return (field, of) => {
    switch (field) {
      case "name":
        return of.name;
      case "first_day":
      case "last_day":
        return formatDay(of[field], language);
      case "hours":
        return of.hours.map(span).join(", ");
      case "closed":
        return (
          of.closed
            .map(({ day, from, to }) => `${formatDay(day, language)} ${span([from, to])}`)
            .join(", ") || t("organise.none")
        );
      case "policy":
        return t(`organise.policies.${of.policy}`);
      case "hold_ms":
        return t("organise.seconds", { count: of.hold_ms / SECOND });
      case "answer_ms":
        return t("organise.hoursLong", { count: of.answer_ms / HOUR });
      case "minutes":
      case "open_requests":
        return String(of[field]);
      default:
        field satisfies never;
        return "";
    }
  };
}
