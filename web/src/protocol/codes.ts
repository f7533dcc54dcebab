import type { Code } from "./generated";
import type { Millis } from "./index";

/** Every way the server says no (docs/protocol.md, section 5); a new one does not compile unnamed. */
export const CODES: { [code in Code]: true } = {
  malformed: true,
  invalid: true,
  unknown_command: true,
  unknown_topic: true,
  not_found: true,
  unauthenticated: true,
  wrong_password: true,
  no_company: true,
  no_right: true,
  bad_origin: true,
  id_reused: true,
  too_old: true,
  clock_wrong: true,
  too_large: true,
  rate_limited: true,
  slot_taken: true,
  slot_past: true,
  outside_fair: true,
  not_on_grid: true,
  not_now: true,
  stale: true,
  reason_required: true,
  limit_reached: true,
  policy_off: true,
  link_dead: true,
  last_admin: true,
  email_taken: true,
  clock_real: true,
  unavailable: true,
  storage_full: true,
  internal: true,
};

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
  return typeof value === "string" && value in CODES;
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
