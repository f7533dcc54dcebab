import type {
  Announced,
  AppointmentChanged,
  BusyChanged,
  CompanyState,
  DeskState,
  EditionChanged,
  FairState,
  InboxState,
  MemberChanged,
  NegotiationOpened,
  NegotiationState,
  NoticeAdded,
  NoticesRead,
  PeriodChanged,
  RulesChanged,
  SectionsChanged,
  SlotsState,
  WireFact,
} from "./generated";
import type { Day } from "./index";

export type {
  CompanyState,
  DeskState,
  FairState,
  InboxState,
  NegotiationState,
  SlotsState,
  WireFact as Fact,
};

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

export type SlotsFact =
  | { is: "period.changed"; with: PeriodChanged }
  | { is: "grid.changed"; with: SlotsState };
export type FairFact =
  | { is: "rules.changed"; with: RulesChanged }
  | { is: "announced"; with: Announced }
  | { is: "edition.changed"; with: EditionChanged }
  | { is: "sections.changed"; with: SectionsChanged };
export type NegotiationFact =
  | { is: "negotiation.opened"; with: NegotiationOpened }
  | {
      is:
        | "appointment.requested"
        | "appointment.accepted"
        | "appointment.rejected"
        | "appointment.cancelled"
        | "appointment.expired"
        | "appointment.conflicted"
        | "appointment.reassigned";
      with: AppointmentChanged;
    };
export type InboxFact =
  | { is: "notice.added"; with: NoticeAdded }
  | { is: "notices.read"; with: NoticesRead }
  | { is: "member.changed"; with: MemberChanged }
  | { is: "appointment.changed"; with: AppointmentChanged }
  | { is: "busy.changed"; with: BusyChanged };
export type DeskFact = { is: "request.changed"; with: AppointmentChanged };
export type CompanyFact =
  | { is: "appointment.changed"; with: AppointmentChanged }
  | { is: "member.changed"; with: MemberChanged };

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
