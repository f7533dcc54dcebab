import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Language, Millis } from "@/protocol";
import { useReadable, useRealtime } from "./realtime";

/** Fair time, drawn again every `step` milliseconds and whenever the clock is moved. */
export function useFair(step: number): Millis {
  const { clocks } = useRealtime();
  useReadable(clocks.changes);
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), step);
    return () => clearInterval(timer);
  }, [step]);
  return clocks.fair();
}

/** The language on the page, as one of ours. */
export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return i18n.language === "zh" ? "zh" : "en";
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A short wait by the second, as on a clock: "1:59". */
export function countdown(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / SECOND));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** Words for a length of time, coarse where seconds do not matter. */
export function useDuration(): (ms: number) => string {
  const { t } = useTranslation();
  return (ms) => {
    const left = Math.max(0, ms);
    const m = Math.floor((left % HOUR) / MINUTE);
    if (left >= DAY) {
      const d = Math.floor(left / DAY);
      return t("time.duration.days", { d, h: Math.floor((left % DAY) / HOUR) });
    }
    if (left >= HOUR) return t("time.duration.hours", { h: Math.floor(left / HOUR), m });
    if (left >= MINUTE) return t("time.duration.minutes", { m });
    return t("time.duration.seconds", { s: Math.floor(left / SECOND) });
  };
}
