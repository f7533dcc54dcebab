import type { Day, Language, Millis } from "@/protocol";
import { clockOf, dayOf, dayShift, offsetOf } from "./zones";

const LOCALES: { [language in Language]: string } = { en: "en-GB", zh: "zh-CN" };
const formats = new Map<string, Intl.DateTimeFormat>();

function dateFormat(language: Language, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = language + JSON.stringify(options);
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(LOCALES[language], options);
    formats.set(key, format);
  }
  return format;
}

/** A day with its weekday: "Fri 15 Oct". */
export function formatDay(day: Day, language: Language): string {
  return dateFormat(language, {
    weekday: "short",
    day: "numeric",
    month: "short",
    timeZone: "UTC",
  })
    .format(Date.parse(`${day}T12:00:00Z`))
    .replace(",", "");
}

/** The date of a moment that may be of any year: "15 Oct 2026". */
export function formatDate(at: Millis, zone: string, language: Language): string {
  return dateFormat(language, {
    day: "numeric",
    month: "short",
    year: "numeric",
    timeZone: zone,
  }).format(at);
}

/** A day among others of its month: "Sat 16". */
export function formatShortDay(day: Day, language: Language): string {
  return dateFormat(language, { weekday: "short", day: "numeric", timeZone: "UTC" })
    .format(Date.parse(`${day}T12:00:00Z`))
    .replace(",", "");
}

/** Keeps a stretch of time in one piece where a line ends: its dash is no place to break. */
export function unbroken(stretch: string): string {
  return stretch.replace("–", "\u2060–\u2060");
}

/** A day and a time: "Fri 15 Oct 10:30". */
export function formatMoment(at: Millis, zone: string, language: Language): string {
  return `${formatDay(dayOf(at, zone), language)} ${clockOf(at, zone)}`;
}

/** A stretch of time within a day: "10:30–11:00". */
function formatStretch(start: Millis, end: Millis, zone: string): string {
  return `${clockOf(start, zone)}–${clockOf(end, zone)}`;
}

/** A zone's distance from Greenwich: "GMT+8", "GMT−3", "GMT+10:30". */
export function formatOffset(at: Millis, zone: string): string {
  const offset = offsetOf(at, zone);
  if (offset === 0) return "GMT";
  const size = Math.abs(offset);
  const minutes = size % 60 === 0 ? "" : `:${String(size % 60).padStart(2, "0")}`;
  return `GMT${offset < 0 ? "−" : "+"}${Math.floor(size / 60)}${minutes}`;
}

/** What people call a zone: its city in English, the zone's own name elsewhere. */
export function formatZone(zone: string, language: Language): string {
  if (language === "en") return (zone.split("/").at(-1) ?? zone).replaceAll("_", " ");
  const parts = dateFormat(language, { timeZone: zone, timeZoneName: "longGeneric" }).formatToParts(
    0,
  );
  return parts.find((part) => part.type === "timeZoneName")?.value ?? zone;
}

/** One moment in two zones; `shift` says whether the second is a day before or after. */
export interface TwoTimes {
  fair: string;
  fairDay: string;
  local: string;
  localDay: string;
  shift: number;
  same: boolean;
}

/** A stretch as the fair and as the reader sees it. */
export function twoTimes(
  start: Millis,
  end: Millis,
  fairZone: string,
  ownZone: string,
  language: Language,
): TwoTimes {
  return {
    fair: formatStretch(start, end, fairZone),
    fairDay: formatDay(dayOf(start, fairZone), language),
    local: formatStretch(start, end, ownZone),
    localDay: formatDay(dayOf(start, ownZone), language),
    shift: dayShift(start, fairZone, ownZone),
    same: offsetOf(start, fairZone) === offsetOf(start, ownZone),
  };
}

const COUNTRIES = new Map<Language, Intl.DisplayNames>();

/** A country's name by its two letters; anything else is shown as it came. */
export function formatCountry(code: string, language: Language): string {
  if (!/^[A-Za-z]{2}$/.test(code)) return code;
  let names = COUNTRIES.get(language);
  if (!names) {
    names = new Intl.DisplayNames(LOCALES[language], { type: "region" });
    COUNTRIES.set(language, names);
  }
  return names.of(code.toUpperCase()) ?? code;
}
