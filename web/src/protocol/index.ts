/**
 * The shapes that travel between server and client, named as in docs/protocol.md.
 * Only data lives here; commands, facts and the reading of frames stand beside it.
 */

/** A moment: milliseconds since 1970 UTC. */
export type Millis = number;
/** A calendar day in the fair's zone, `YYYY-MM-DD`. */
export type Day = string;
/** UUID as text. */
export type Id = string;

export type Language = "en" | "zh";
export type Side = "buyer" | "exhibitor";
export type Policy = "open" | "soft" | "hold";
export type ClockKind = "real" | "simulated";
export type Role =
  | "buyer"
  | "buyer_admin"
  | "sales"
  | "exhibitor_admin"
  | "moderator"
  | "organiser"
  | "interpreter"
  | "operator";

export interface Me {
  user: {
    id: Id;
    name: string;
    email: string;
    language: Language;
    zone: string;
    domestic: boolean;
  };
  company: { id: Id; name: string; kind: string; country: string; admin: boolean } | null;
  exhibitors: { id: Id; edition: Id }[];
  roles: Role[];
  epoch: string;
  fair: Millis;
  machine: Millis;
  clock: ClockKind;
}

export interface Rules {
  hours: [string, string][];
  minutes: number;
  policy: Policy;
  hold_ms: number;
  answer_ms: number;
  open_requests: number;
}

export interface Edition {
  id: Id;
  name: string;
  zone: string;
  first_day: Day;
  last_day: Day;
  rules: Rules;
  revision: number;
  current: boolean;
}

export interface StaffMember {
  grid: Id;
  user: Id;
  name: string;
  on_duty: boolean;
}

export interface Exhibitor {
  id: Id;
  company: Id;
  edition: Id;
  name: string;
  booth: string;
  business: string;
  country: string;
  queue: Id;
  staff?: StaffMember[];
}

export type PeriodState = "free" | "requested" | "held" | "busy";

export interface Period {
  start: Millis;
  end: Millis;
  state: PeriodState;
  until?: Millis | null;
}

export interface Negotiation {
  id: Id;
  edition: Id;
  buyer: { company: Id; name: string; country: string };
  exhibitor: { id: Id; company: Id; name: string; booth: string };
  opened_at: Millis;
}

export type AppointmentStatus = "pending" | "accepted" | "rejected" | "cancelled" | "expired";
export type Action = "accept" | "reject" | "cancel" | "take" | "reject_conflicting";
export type RejectPreset = "schedule_conflict" | "not_our_product" | "quantity" | "other";

/** When an action may be taken (fair time); an absent action may not be. */
export interface Window {
  from?: Millis | null;
  until?: Millis | null;
  reason_from?: Millis | null;
}

export type May = { [action in Action]?: Window | null };

export interface Appointment {
  id: Id;
  negotiation: Id;
  edition: Id;
  start: Millis;
  end: Millis;
  topic: string;
  status: AppointmentStatus;
  requested_at: Millis;
  expires_at: Millis;
  answered_at: Millis | null;
  conflict: boolean;
  buyer: { user: Id; name: string; company: Id; company_name: string; country: string };
  exhibitor: { id: Id; company: Id; name: string; booth: string };
  grid: Id;
  addressed: { user: Id; name: string } | null;
  seated: { user: Id; name: string } | null;
  origin: { kind: OriginKind; ref?: string | null };
  card: { name: string; company: string; country: string; email: string } | null;
  reason: { preset: string; text: string } | null;
  closed_by: { side: string; name: string } | null;
  suggested: Millis[];
  may: { buyer?: May; exhibitor?: May };
}

export type OriginKind = "exhibitor" | "product" | "request";

export type NoticeKind =
  | "appointment.requested"
  | "appointment.accepted"
  | "appointment.rejected"
  | "appointment.cancelled"
  | "appointment.expired"
  | "appointment.conflict";

export interface Notice {
  id: Id;
  at: Millis;
  kind: NoticeKind;
  appointment: Id | null;
  with: { [key: string]: unknown };
}

/** A stretch in which the reader himself is engaged; `end` 0 says that it is free again. */
export interface Busy {
  appointment: Id;
  start: Millis;
  end: Millis;
}

export interface Member {
  user: Id;
  name: string;
  email: string;
  admin: boolean;
  joined_at?: Millis | null;
}

export interface Invitation {
  email: string;
  name: string;
  admin: boolean;
  expires_at?: Millis | null;
}

export interface AppointmentPage {
  items: Appointment[];
  counts: { all: number; pending: number; accepted: number; rejected: number; cancelled: number };
  page: number;
  pages: number;
  total: number;
}

export interface LinkInfo {
  kind: "reset" | "invitation";
  email: string;
  name: string | null;
  company: string | null;
}
