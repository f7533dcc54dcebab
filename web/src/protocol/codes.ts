import type { Millis } from "./index";

/** Every way the server says no (docs/protocol.md, section 5). */
export const CODES = [
  "malformed",
  "invalid",
  "unknown_command",
  "unknown_topic",
  "not_found",
  "unauthenticated",
  "wrong_password",
  "no_right",
  "bad_origin",
  "id_reused",
  "too_old",
  "clock_wrong",
  "too_large",
  "rate_limited",
  "slot_taken",
  "slot_past",
  "outside_fair",
  "not_on_grid",
  "not_now",
  "stale",
  "reason_required",
  "limit_reached",
  "policy_off",
  "link_dead",
  "last_admin",
  "email_taken",
  "clock_real",
  "unavailable",
  "storage_full",
  "internal",
] as const;

export type Code = (typeof CODES)[number];

/** What a refusal may carry beside its code. */
export interface More {
  at?: string;
  field?: string;
  rule?: string;
  machine?: Millis;
  limit?: number;
  retry_after_ms?: number;
  who?: "exhibitor" | "buyer" | "you";
  nearest?: Millis[];
  status?: string;
  revision?: number;
  trace?: string;
}

export interface Refusal {
  code: Code;
  text: string;
  more: More;
}

/** A refusal as an exception, for callers that await. */
export class Refused extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.text);
    this.name = "Refused";
  }
  get code(): Code {
    return this.refusal.code;
  }
}

function isCode(value: unknown): value is Code {
  return typeof value === "string" && (CODES as readonly string[]).includes(value);
}

/** Reads the `no` of an answer; a code of a newer server counts as a defect and keeps its text. */
export function readRefusal(value: unknown): Refusal {
  const no = (value ?? {}) as { code?: unknown; text?: unknown; more?: unknown };
  return {
    code: isCode(no.code) ? no.code : "internal",
    text: typeof no.text === "string" ? no.text : "",
    more: typeof no.more === "object" && no.more !== null ? (no.more as More) : {},
  };
}
