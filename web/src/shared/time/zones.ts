import type { Day, Millis } from "@/protocol";

/** What a clock on the wall of a zone shows. */
interface Wall {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const wallFormats = new Map<string, Intl.DateTimeFormat>();

function wallFormat(zone: string): Intl.DateTimeFormat {
  let format = wallFormats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-u-ca-gregory-nu-latn", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    wallFormats.set(zone, format);
  }
  return format;
}

function wall(at: Millis, zone: string): Wall {
  const read: Wall = { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0 };
  for (const { type, value } of wallFormat(zone).formatToParts(at)) {
    if (type in read) read[type as keyof Wall] = Number(value);
  }
  return read;
}

function asUtc({ year, month, day, hour, minute, second }: Wall): Millis {
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

const two = (value: number): string => String(value).padStart(2, "0");

/** How far a zone is ahead of UTC at a moment, in minutes. */
export function offsetOf(at: Millis, zone: string): number {
  const whole = Math.floor(at / 1_000) * 1_000;
  return Math.round((asUtc(wall(whole, zone)) - whole) / MINUTE);
}

/** The calendar day of a moment in a zone. */
export function dayOf(at: Millis, zone: string): Day {
  const { year, month, day } = wall(at, zone);
  return `${year}-${two(month)}-${two(day)}`;
}

/** The time of day of a moment in a zone, `HH:MM`. */
export function clockOf(at: Millis, zone: string): string {
  const { hour, minute } = wall(at, zone);
  return `${two(hour)}:${two(minute)}`;
}

/** By how many calendar days `there` is ahead of `here` at this moment: -1, 0 or 1. */
export function dayShift(at: Millis, here: string, there: string): number {
  return Math.round((utcOf(dayOf(at, there)) - utcOf(dayOf(at, here))) / DAY);
}

/**
 * The moment at which a zone's clock shows this day and time. A time that DST skips is moved on by
 * the gap, one that it repeats is taken the first time.
 */
export function momentOf(day: Day, time: string, zone: string): Millis {
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  const wanted = utcOf(day) + (hour * 60 + minute) * MINUTE;
  const before = wanted - offsetOf(wanted - DAY, zone) * MINUTE;
  const after = wanted - offsetOf(wanted + DAY, zone) * MINUTE;
  const matches = (at: Millis) => at + offsetOf(at, zone) * MINUTE === wanted;
  const [early, late] = before <= after ? [before, after] : [after, before];
  if (matches(early)) return early;
  if (matches(late)) return late;
  return before;
}

/** Every day from the first to the last, both included. */
export function daysBetween(first: Day, last: Day): Day[] {
  const days: Day[] = [];
  for (let at = utcOf(first); at <= utcOf(last); at += DAY) {
    days.push(new Date(at).toISOString().slice(0, 10));
  }
  return days;
}

function utcOf(day: Day): Millis {
  return Date.parse(`${day}T00:00:00Z`);
}

/** All zones a person may live in, as far as the browser knows them. */
export function allZones(): string[] {
  return Intl.supportedValuesOf("timeZone");
}
