import type {
  Appointment,
  Busy,
  Day,
  Edition,
  Id,
  Member,
  Millis,
  Negotiation,
  Notice,
  Period,
  PeriodState,
  Policy,
  Rules,
} from "./index";

export type SlotsTopic = `slots/${string}/${Day}`;
export type FairTopic = `fair/${string}`;
export type NegotiationTopic = `negotiation/${string}`;
export type InboxTopic = `inbox/${string}`;
export type DeskTopic = `desk/${string}`;
export type CompanyTopic = `company/${string}`;
export type Topic =
  | SlotsTopic
  | FairTopic
  | NegotiationTopic
  | InboxTopic
  | DeskTopic
  | CompanyTopic;

export interface SlotsState {
  periods: Period[];
  minutes: number;
  policy: Policy;
}
export type SlotsFact = {
  is: "period.changed";
  with: { start: Millis; state: PeriodState; until?: Millis | null };
};

export interface FairState {
  edition: Edition;
  announcement: { text: string; at: Millis } | null;
}
export type FairFact =
  | { is: "rules.changed"; with: { revision: number; rules: Rules } }
  | { is: "announced"; with: { text: string } }
  | { is: "edition.changed"; with: { edition: Edition } };

export interface NegotiationState {
  negotiation: Negotiation;
  appointments: Appointment[];
}
export type NegotiationFact =
  | { is: "negotiation.opened"; with: { negotiation: Negotiation } }
  | {
      is:
        | "appointment.requested"
        | "appointment.accepted"
        | "appointment.rejected"
        | "appointment.cancelled"
        | "appointment.expired"
        | "appointment.conflicted";
      with: { appointment: Appointment };
    };

export interface InboxState {
  notices: Notice[];
  unread: number;
  busy: Busy[];
}
export type InboxFact =
  | { is: "notice.added"; with: { notice: Notice; unread: number } }
  | { is: "notices.read"; with: { until: Millis; unread: number } }
  | { is: "appointment.changed"; with: { appointment: Appointment } }
  | { is: "busy.changed"; with: Busy };

export interface DeskState {
  requests: Appointment[];
}
export type DeskFact = { is: "request.changed"; with: { appointment: Appointment } };

export type CompanyMember = Pick<Member, "user" | "name" | "admin">;
export interface CompanyState {
  members: CompanyMember[];
  pending: number;
}
export type CompanyFact =
  | { is: "appointment.changed"; with: { appointment: Appointment } }
  | { is: "member.changed"; with: CompanyMember & { present: boolean } };

/** The state a topic's snapshot and facts fold into. */
export type StateOf<T extends Topic> = T extends SlotsTopic
  ? SlotsState
  : T extends FairTopic
    ? FairState
    : T extends NegotiationTopic
      ? NegotiationState
      : T extends InboxTopic
        ? InboxState
        : T extends DeskTopic
          ? DeskState
          : CompanyState;

/** A numbered fact as it arrives; `is` and `with` are read by the topic's own reducer. */
export interface Fact {
  on: string;
  seq: number;
  v: number;
  at: Millis;
  by: { user: Id; side?: string } | null;
  is: string;
  with: unknown;
}
