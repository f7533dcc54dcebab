import type { Id, Language, Millis, OriginKind, Rules } from "./index";

/** A one-time link; absent when the answer had to be asked for again, because it is not kept. */
interface OnceShown {
  link?: string;
}

/** What each command takes and answers; one table for the socket and for `POST /api/v1/do/…`. */
export interface Commands {
  "profile.update": { in: { language?: Language; zone?: string; name?: string }; ok: object };
  "password.change": { in: { current: string; new: string }; ok: object };
  "session.end_all": { in: object; ok: object };
  "staff.invite": { in: { email: string; name: string; admin: boolean }; ok: OnceShown };
  "staff.remove": { in: { user: Id }; ok: object };
  "staff.set_admin": { in: { user: Id; admin: boolean }; ok: object };
  "staff.reset_link": { in: { user: Id }; ok: OnceShown };
  "duty.set": { in: { exhibitor: Id; user: Id; on: boolean }; ok: { grid: Id } };
  "edition.set_rules": {
    in: { edition: Id; revision: number; rules: Rules };
    ok: { revision: number; seq: number };
  };
  "slot.hold": { in: { grid: Id; start: Millis }; ok: { until: Millis } };
  "slot.release": { in: object; ok: object };
  "appointment.request": {
    in: {
      grid: Id;
      start: Millis;
      topic: string;
      card: boolean;
      origin: { kind: OriginKind; ref?: string };
    };
    ok: { appointment: Id; negotiation: Id; seq: number };
  };
  "appointment.accept": { in: { appointment: Id }; ok: { seq: number } };
  "appointment.reject": {
    in: { appointment: Id; reason: { preset: string; text: string }; suggest: Millis[] };
    ok: { seq: number };
  };
  "appointment.reject_conflicting": { in: { appointment: Id }; ok: { rejected: number } };
  "appointment.take": {
    in: { appointment: Id; start: Millis };
    ok: { appointment: Id; seq: number };
  };
  "appointment.cancel": { in: { appointment: Id; reason?: string }; ok: { seq: number } };
  "notice.read": { in: { until: Millis }; ok: object };
  "clock.advance": { in: { by_ms: number }; ok: { fair: Millis } };
}

export type CommandName = keyof Commands;
export type Input<N extends CommandName> = Commands[N]["in"];
export type Output<N extends CommandName> = Commands[N]["ok"];

/**
 * Commands that are kept in the browser until they are answered. What carries a secret, shows a
 * secret once, or means nothing later (a hold, the clock) is deliberately absent.
 */
export const KEPT = [
  "profile.update",
  "appointment.request",
  "appointment.accept",
  "appointment.reject",
  "appointment.reject_conflicting",
  "appointment.take",
  "appointment.cancel",
  "notice.read",
] as const satisfies CommandName[];

export type KeptName = (typeof KEPT)[number];

/** Whether a command waits in the offline queue. */
export function isKept(name: CommandName): name is KeptName {
  return (KEPT as readonly string[]).includes(name);
}
