import type { CommandInputs } from "./generated";
import type { Id, Millis } from "./index";

/** A one-time link; absent when the answer had to be asked for again, because it is not kept. */
interface OnceShown {
  link?: string;
}

/** What each command answers that this client sends; what it takes is generated. */
interface Answers {
  "profile.update": object;
  "password.change": object;
  "session.end_all": object;
  "staff.invite": OnceShown;
  "staff.remove": object;
  "staff.withdraw": object;
  "staff.set_admin": object;
  "staff.reset_link": OnceShown;
  /** The key is absent when the answer had to be asked for again, like a link. */
  "api_key.create": { id: Id; key?: string };
  "api_key.revoke": object;
  "duty.set": { grid: Id };
  "homepage.set": { revision: number };
  "product.add": { product: Id };
  "product.change": { revision: number };
  "product.feature": object;
  "product.remove": object;
  "favorite.set": object;
  "edition.update": { revision: number; seq: number };
  "slot.hold": { until: Millis };
  "slot.release": object;
  "appointment.request": { appointment: Id; negotiation: Id; seq: number };
  "appointment.accept": { seq: number };
  "appointment.reject": { seq: number };
  "appointment.reject_conflicting": { rejected: number };
  "appointment.take": { appointment: Id; seq: number };
  "appointment.cancel": { seq: number };
  "notice.read": object;
  "clock.advance": { fair: Millis };
}

export type CommandName = keyof Answers & keyof CommandInputs;
export type Input<N extends CommandName> = CommandInputs[N];
export type Output<N extends CommandName> = Answers[N];

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
