import { type Refusal, readRefusal } from "./codes";
import type { Fact } from "./facts";
import type { Bye, Here, Pong, Reset, Welcome } from "./generated";

export type { Here, Pong, Reset, Welcome };

/** Everything the server may send, told apart by `frame`. */
export type ServerFrame =
  | { frame: "ok"; re: string; ok: unknown }
  | { frame: "no"; re: string; no: Refusal }
  | { frame: "fact"; fact: Fact }
  | { frame: "now"; on: string; now: string; with: Here }
  | { frame: "reset"; on: string; reset: Reset }
  | { frame: "gone"; on: string; code: string }
  | { frame: "clock"; clock: Pong }
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
    return { frame: "clock", clock: raw.clock as Pong };
  }
  if ("paused" in raw) return { frame: "paused" };
  if ("resumed" in raw) return { frame: "resumed" };
  if (typeof raw.bye === "object" && raw.bye !== null) {
    const { code, after_ms: afterMs } = raw.bye as Partial<Bye>;
    return { frame: "bye", code: code ?? "", afterMs: afterMs ?? 0 };
  }
  return null;
}

function readTopicFrame(on: string, raw: Raw): ServerFrame | null {
  if (typeof raw.seq === "number" && typeof raw.is === "string") {
    return { frame: "fact", fact: raw as unknown as Fact };
  }
  if (typeof raw.now === "string")
    return { frame: "now", on, now: raw.now, with: raw.with as Here };
  if (typeof raw.reset === "object" && raw.reset !== null) {
    return { frame: "reset", on, reset: raw.reset as Reset };
  }
  if (typeof raw.gone === "object" && raw.gone !== null) {
    return { frame: "gone", on, code: String((raw.gone as Raw).code ?? "") };
  }
  return null;
}
