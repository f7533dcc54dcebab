const FIRST_MS = 400;
/** Long enough for a hall full of clients to come back gently, short enough that nobody reloads. */
const LONGEST_MS = 15_000;

/** The wait before attempt number `attempt` (from 0): doubling, half of it by chance. */
export function backoff(attempt: number, random: () => number): number {
  const whole = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 10));
  return Math.round(whole / 2 + (whole / 2) * random());
}
