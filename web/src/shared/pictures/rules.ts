import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { Refused } from "@/protocol/codes";
import { useErrorText } from "@/shared/errors";

/** How many bytes a picture may have (docs/protocol.md, Pictures). */
export const MOST_BYTES = 10 * 1024 * 1024;

/** The kinds that are taken. */
export const KINDS = ["image/jpeg", "image/png", "image/webp"];

/** The same limit for people. */
export const MOST_SIZE = "10 MB";

/** More files than there is room for. */
export class TooMany extends Error {
  constructor(readonly max: number) {
    super("too many pictures");
    this.name = "TooMany";
  }
}

const RULES = ["not_a_picture", "too_many_pixels", "too_small", "broken"] as const;

/** What would be refused of a file, before any of it is sent; the server looks at its bytes. */
export function refusedBefore(file: File): Refused | null {
  if (file.type !== "" && !KINDS.includes(file.type)) {
    const more = { field: "picture", rule: "not_a_picture" };
    return new Refused({ code: "invalid", text: "", more });
  }
  if (file.size > MOST_BYTES) {
    return new Refused({ code: "too_large", text: "", more: { limit: MOST_BYTES } });
  }
  return null;
}

/** Says in the reader's words why a picture was not taken. */
export function usePictureErrorText(): (error: unknown) => string {
  const { t } = useTranslation();
  const errorText = useErrorText();
  return useCallback(
    (error) => {
      if (error instanceof TooMany) return t("pictures.tooMany", { count: error.max });
      if (!(error instanceof Refused)) return errorText(error);
      const { code, more } = error.refusal;
      const rule = RULES.find((it) => it === more.rule);
      if (code === "invalid" && rule) return t(`pictures.rule.${rule}`);
      if (code === "too_large") return t("pictures.tooLarge", { size: MOST_SIZE });
      if (code === "limit_reached") return t("pictures.limitReached", { count: more.limit ?? 0 });
      return errorText(error);
    },
    [t, errorText],
  );
}
