import { type Refusal, readRefusal } from "./codes";
import type { Fact } from "./facts";
import type { ClockKind, Id, Millis, Role } from "./index";

/** The answer to `hello`. */
export interface Hello {
  epoch: string;
  user: Id;
  roles: Role[];
  fair: Millis;
  machine: Millis;
  clock: ClockKind;
}

/** One part of a snapshot. */
export interface Reset {
  seq: number;
  part: number;
  of: number;
  state: { [key: string]: unknown };
}

/** Everything the server may send, told apart by `frame`. */
export type ServerFrame =
  | { frame: "ok"; re: string; ok: unknown }
  | { frame: "no"; re: string; no: Refusal }
  | { frame: "fact"; fact: Fact }
  | { frame: "now"; on: string; now: string; with: unknown }
  | { frame: "reset"; on: string; reset: Reset }
  | { frame: "gone"; on: string; code: string }
  | { frame: "clock"; fair: Millis; machine: Millis }
  | { frame: "paused" }
  | { frame: "resumed" }
  | { frame: "bye"; code: string; afterMs: number };

type Raw = { [key: string]: unknown };

/** Reads one text frame; null for one that this version does not know, which is then left alone. */
export function readFrame(text: string): ServerFrame | null {
  let raw: Raw;
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== "object" || parsed === null) return null;
    raw = parsed as Raw;
  } catch {
    return null;
  }
  if (typeof raw.re === "string") {
    return "no" in raw
      ? { frame: "no", re: raw.re, no: readRefusal(raw.no) }
      : { frame: "ok", re: raw.re, ok: raw.ok };
  }
  if (typeof raw.on === "string") return readTopicFrame(raw.on, raw);
  if (typeof raw.clock === "object" && raw.clock !== null) {
    return { frame: "clock", ...(raw.clock as { fair: Millis; machine: Millis }) };
  }
  if ("paused" in raw) return { frame: "paused" };
  if ("resumed" in raw) return { frame: "resumed" };
  if (typeof raw.bye === "object" && raw.bye !== null) {
    const bye = raw.bye as Raw;
    return {
      frame: "bye",
      code: String(bye.code ?? ""),
      afterMs: typeof bye.after_ms === "number" ? bye.after_ms : 0,
    };
  }
  return null;
}

function readTopicFrame(on: string, raw: Raw): ServerFrame | null {
  if (typeof raw.seq === "number" && typeof raw.is === "string") {
    return { frame: "fact", fact: raw as unknown as Fact };
  }
  if (typeof raw.now === "string") return { frame: "now", on, now: raw.now, with: raw.with };
  if (typeof raw.reset === "object" && raw.reset !== null) {
    return { frame: "reset", on, reset: raw.reset as Reset };
  }
  if (typeof raw.gone === "object" && raw.gone !== null) {
    return { frame: "gone", on, code: String((raw.gone as Raw).code ?? "") };
  }
  return null;
}
