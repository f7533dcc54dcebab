import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { Refused } from "@/protocol/codes";
import { Unreachable } from "./api";

const RULES = [
  "too_short",
  "too_long",
  "too_common",
  "is_email",
  "taken",
  "zone",
  "empty",
  "https",
  "email",
  "too_many",
] as const;

function isRule(rule: string): rule is (typeof RULES)[number] {
  return (RULES as readonly string[]).includes(rule);
}

/** Says in the reader's words why something was refused or failed. */
export function useErrorText(): (error: unknown) => string {
  const { t } = useTranslation();
  return useCallback(
    (error) => {
      if (error instanceof Unreachable) return t("code.unreachable");
      if (!(error instanceof Refused)) return t("state.error");
      const { code, text, more } = error.refusal;
      if (code === "slot_taken" && more.who) return t(`taken.${more.who}`);
      const plain = t(`code.${code}`, { limit: more.limit ?? "" });
      if (code === "internal" && more.trace) {
        return `${plain} ${t("state.trace", { trace: more.trace })}`;
      }
      if (code === "invalid" && more.rule && isRule(more.rule)) return t(`rule.${more.rule}`);
      // Of other values only the server can say what is wrong with them.
      return code === "invalid" && text ? text : plain;
    },
    [t],
  );
}
