/**
 * The shapes that travel between server and client. They are written from the server's own types
 * (`generated.ts`); here they get the names by which the client speaks of them. Commands, facts and
 * the reading of frames stand beside.
 */

export type {
  ActionWindow as Window,
  ApiKey,
  Appointment,
  AppointmentPage,
  AppointmentStatus,
  Busy,
  ClockKind,
  Edition,
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
  Product,
  ProductDraft,
  ProductPage,
  ReasonPreset as RejectPreset,
  Sections,
  Side,
  Staff as StaffMember,
} from "./generated";

/** A calendar day in the fair's zone, `YYYY-MM-DD`. */
export type Day = string;
/** UUID as text. */
export type Id = string;

/** What may be done with an appointment, if `may` names it. */
export type Action = "accept" | "reject" | "cancel" | "take" | "reject_conflicting";
