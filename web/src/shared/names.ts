import { useCallback } from "react";
import { useLanguage } from "./live/time";

/** Of a text in two languages the reader's own; an empty one means that the other serves both. */
export function useNamed(): (text: string, textZh: string) => string {
  const language = useLanguage();
  return useCallback(
    (text, textZh) => (language === "zh" ? textZh || text : text || textZh),
    [language],
  );
}
