import type { Closure, Day, Rules } from "@/protocol";

type Hours = Pick<Rules, "hours" | "minutes">;

/** Minutes after midnight of `HH:MM`. */
function minutesOf(time: string): number {
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  return hour * 60 + minute;
}

/** `HH:MM` of minutes after midnight. */
export function timeOf(minutes: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** The starts of a span's periods, in minutes after midnight. */
function startsIn([from, to]: [string, string], minutes: number): number[] {
  const starts: number[] = [];
  if (!Number.isInteger(minutes) || minutes < 5) return starts;
  const last = minutesOf(to) - minutes;
  for (let at = minutesOf(from); at <= last; at += minutes) starts.push(at);
  return starts;
}

/** The starts of a day's periods by span: what an open day of the fair shows. */
export function spansOf({ hours, minutes }: Hours): number[][] {
  return hours.map((span) => startsIn(span, minutes));
}

/** Whether a period that starts so many minutes after midnight is switched off. */
export function isClosed(closed: Closure[], day: Day, start: number, minutes: number): boolean {
  return closed.some(
    (one) => one.day === day && start < minutesOf(one.to) && minutesOf(one.from) < start + minutes,
  );
}

/**
 * The closures after these periods of a day were switched. What stays closed is written anew, as
 * few stretches as there can be; hours outside the fair's periods are left as they were.
 */
export function switched(
  closed: Closure[],
  day: Day,
  periods: { starts: number[]; to: "open" | "closed" },
  rules: Hours,
): Closure[] {
  const all = spansOf(rules).flat();
  const chosen = new Set(periods.starts);
  const stays = all.filter((start) =>
    chosen.has(start) ? periods.to === "closed" : isClosed(closed, day, start, rules.minutes),
  );
  const others = closed.filter((one) => one.day !== day || !touchesAny(one, all, rules.minutes));
  const stretches: Closure[] = [];
  for (const start of stays) {
    const last = stretches.at(-1);
    if (last && last.to === timeOf(start)) last.to = timeOf(start + rules.minutes);
    else stretches.push({ day, from: timeOf(start), to: timeOf(start + rules.minutes) });
  }
  const order = (one: Closure) => `${one.day} ${one.from}`;
  return [...others, ...stretches].sort((one, other) => order(one).localeCompare(order(other)));
}

function touchesAny(one: Closure, starts: number[], minutes: number): boolean {
  return starts.some((start) => isClosed([one], one.day, start, minutes));
}
