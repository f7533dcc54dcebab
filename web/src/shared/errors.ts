import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { Refused } from "@/protocol/codes";
import { Unreachable } from "./api";

/** Says in the reader's words why something was refused or failed. */
export function useErrorText(): (error: unknown) => string {
  const { t } = useTranslation();
  return useCallback(
    (error) => {
      if (error instanceof Unreachable) return t("code.unreachable");
      if (!(error instanceof Refused)) return t("state.error");
      const { code, text, more } = error.refusal;
      const plain = t(`code.${code}`, { limit: more.limit ?? "" });
      if (code === "internal" && more.trace) {
        return `${plain} ${t("state.trace", { trace: more.trace })}`;
      }
      // What exactly is not allowed, only the server can say.
      return code === "invalid" && text ? text : plain;
    },
    [t],
  );
}
