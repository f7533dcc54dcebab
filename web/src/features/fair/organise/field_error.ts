import { useTranslation } from "react-i18next";
import { Refused } from "@/protocol/codes";
import type { Field } from "./draft";

const RULES = [
  "between_1_and_8_spans",
  "in_order",
  "shorter_than_a_period",
  "hh_mm",
  "multiple_of_5",
  "between_5_and_240",
  "between_10s_and_15min",
  "between_5min_and_14d",
  "between_1_and_500",
  "at_most_100",
  "outside_fair",
  "between_1_and_60_days",
  "control_characters",
  "empty",
  "too_long",
  "taken",
] as const;

function isRule(rule: string | undefined): rule is (typeof RULES)[number] {
  return (RULES as readonly (string | undefined)[]).includes(rule);
}

/** The field that a refusal is about, if it is about one that is on the page. */
export function fieldOf(error: unknown): string | null {
  if (!(error instanceof Refused) || error.code !== "invalid") return null;
  const { field, rule } = error.refusal.more;
  return field !== undefined && isRule(rule) ? field : null;
}

/** What a refusal says about a field, in the reader's words. */
export function useFieldError(error: unknown): (field: Field) => string | null {
  const { t } = useTranslation();
  return (field) => {
    if (!(error instanceof Refused) || fieldOf(error) !== field) return null;
    const { rule } = error.refusal.more;
    return isRule(rule) ? t(`organise.rule.${rule}`) : null;
  };
}
