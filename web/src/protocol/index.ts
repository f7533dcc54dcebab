/**
 * The shapes that travel between server and client. They are written from the server's own types
 * (`generated.ts`); here they get the names by which the client speaks of them. Commands, facts and
 * the reading of frames stand beside.
 */

import type { ReasonPreset } from "./generated";

export type {
  ActionWindow as Window,
  Affected,
  AffectedAppointment,
  ApiKey,
  Appointment,
  AppointmentPage,
  AppointmentStatus,
  Busy,
  ClockKind,
  Closure,
  Edition,
  EditionChange,
  Exhibitor,
  ExhibitorPage,
  FairTime as Millis,
  Favorites,
  HomepageView,
  Invitation,
  Language,
  LinkInfo,
  Me,
  Member,
  MemberAhead,
  Notice,
  NoticePage,
  OriginKind,
  People,
  PeriodView as Period,
  Policy,
  Product,
  ProductDraft,
  ProductPage,
  Rules,
  Sections,
  Side,
  Staff as StaffMember,
} from "./generated";

/** The reasons a person can pick. */
export type RejectPreset = Exclude<ReasonPreset, "fair_changed">;

/** A calendar day in the fair's zone, `YYYY-MM-DD`. */
export type Day = string;
/** UUID as text. */
export type Id = string;

/** What may be done with an appointment, if `may` names it. */
export type Action = "accept" | "reject" | "cancel" | "take" | "reject_conflicting";
