// Written from the Rust types by `make types`; `make check` fails while it is stale.

/**
 * When an action is allowed, in fair time; a missing bound does not bind.
 */
export type ActionWindow = { 
/**
 * Not before.
 */
from?: FairTime, 
/**
 * No longer from this moment.
 */
until?: FairTime, 
/**
 * A reason is required from this moment.
 */
reason_from?: FairTime, };

/**
 * What is called off by a change.
 */
export type Affected = { 
/**
 * The revision of the edition that was compared.
 */
revision: number, 
/**
 * How many accepted appointments.
 */
accepted: number, 
/**
 * How many requests that wait.
 */
pending: number, 
/**
 * The nearest of them, at most 100.
 */
items: Array<AffectedAppointment>, };

/**
 * One appointment that is called off, as an organiser sees it: who and when, not what about.
 */
export type AffectedAppointment = { 
/**
 * Its id.
 */
id: AppointmentId, 
/**
 * Whether it waits or is accepted.
 */
status: AppointmentStatus, 
/**
 * Its first moment.
 */
start: FairTime, 
/**
 * The first moment after it.
 */
end: FairTime, 
/**
 * Who asks.
 */
buyer: Buyer, 
/**
 * Who is asked.
 */
exhibitor: Stand, 
/**
 * The salesperson in charge; none while a request waits in the queue.
 */
in_charge: Seat | null, };

/**
 * `announced`: the organiser's word to everybody; the fact's `at` is its time.
 */
export type Announced = { 
/**
 * One line.
 */
text: string, };

/**
 * The organiser's newest word.
 */
export type Announcement = { 
/**
 * One line.
 */
text: string, 
/**
 * When it was said.
 */
at: FairTime, };

/**
 * One line of `GET /api/v1/api-keys`.
 */
export type ApiKey = { 
/**
 * Its id.
 */
id: ApiKeyId, 
/**
 * What it is for.
 */
name: string, 
/**
 * When it was made.
 */
created_at: MachineTime, 
/**
 * When it was last used, to the hour.
 */
last_used_at: MachineTime | null, };

/**
 * `api_key.create`.
 */
export type ApiKeyCreate = { 
/**
 * What it is for.
 */
name: string, };

/**
 * A script's key.
 */
export type ApiKeyId = string;

/**
 * `api_key.revoke`.
 */
export type ApiKeyRevoke = { 
/**
 * Which.
 */
id: ApiKeyId, };

/**
 * An appointment as both companies read it.
 */
export type Appointment = { 
/**
 * Its id.
 */
id: AppointmentId, 
/**
 * What it belongs to.
 */
negotiation: NegotiationId, 
/**
 * In which fair.
 */
edition: EditionId, 
/**
 * Its first moment.
 */
start: FairTime, 
/**
 * The first moment after it.
 */
end: FairTime, 
/**
 * What about.
 */
topic: string, 
/**
 * Where it stands.
 */
status: AppointmentStatus, 
/**
 * When it was made ("Scheduled on").
 */
requested_at: FairTime, 
/**
 * When it lapses unanswered.
 */
expires_at: FairTime, 
/**
 * When it was accepted, rejected or cancelled.
 */
answered_at: FairTime | null, 
/**
 * Whether an acceptance already fills the time a pending request needs.
 */
conflict: boolean, 
/**
 * Who asks.
 */
buyer: Buyer, 
/**
 * Who is asked.
 */
exhibitor: Stand, 
/**
 * The calendar it was made in.
 */
grid: GridId, 
/**
 * The salesperson asked; none for the queue.
 */
addressed: Seat | null, 
/**
 * Who receives the buyer.
 */
seated: Seat | null, 
/**
 * From where on the site.
 */
origin: Origin, 
/**
 * The card sent along.
 */
card: Card | null, 
/**
 * Why it was rejected or cancelled.
 */
reason: Reason | null, 
/**
 * By whom.
 */
closed_by: ClosedBy | null, 
/**
 * Starts the exhibitor offers instead; after the organiser called it off, starts at which both were free.
 */
suggested: Array<FairTime>, 
/**
 * What each side may do.
 */
may: May, };

/**
 * `appointment.accept`: the exhibitor says yes.
 */
export type AppointmentAccept = { 
/**
 * A pending one.
 */
appointment: AppointmentId, };

/**
 * `appointment.cancel`: either side calls it off.
 */
export type AppointmentCancel = { 
/**
 * A pending or accepted one.
 */
appointment: AppointmentId, 
/**
 * Why, up to 500 characters; required within a day of an accepted one's start.
 */
reason: string | null, };

/**
 * `appointment.*` in `negotiation/{id}`, `appointment.changed` in inboxes and companies, `request.changed` at desks.
 */
export type AppointmentChanged = { 
/**
 * How it stands now.
 */
appointment: Appointment, };

/**
 * How many stand under each tab.
 */
export type AppointmentCounts = { 
/**
 * Whatever their status.
 */
all: number, 
/**
 * Waiting.
 */
pending: number, 
/**
 * Will take place, or did.
 */
accepted: number, 
/**
 * The exhibitor said no.
 */
rejected: number, 
/**
 * Called off or expired.
 */
cancelled: number, };

/**
 * One request for a period, from pending to its end.
 */
export type AppointmentId = string;

/**
 * One page, with what the tabs and the pager show.
 */
export type AppointmentPage = { 
/**
 * The newest first.
 */
items: Array<Appointment>, 
/**
 * For the tabs.
 */
counts: AppointmentCounts, 
/**
 * Which page this is, from 1.
 */
page: number, 
/**
 * How many there are.
 */
pages: number, 
/**
 * How many rows there are under this tab.
 */
total: number, };

/**
 * `appointment.reject`: the exhibitor says no.
 */
export type AppointmentReject<R> = { 
/**
 * A pending one.
 */
appointment: AppointmentId, 
/**
 * Why; refused as `reason_required` without.
 */
reason: R | null, 
/**
 * Starts of up to five periods that are offered instead.
 */
suggest: Array<FairTime>, };

/**
 * `appointment.reject_conflicting`: says no to a request in conflict, and to whoever else waits for
 * that time with nobody left to receive him.
 */
export type AppointmentRejectConflicting = { 
/**
 * A pending one in conflict.
 */
appointment: AppointmentId, };

/**
 * `appointment.request`: a buyer asks for a period.
 */
export type AppointmentRequest<O> = { 
/**
 * In which calendar: a salesperson's or the exhibitor's queue.
 */
grid: GridId, 
/**
 * The period's first moment.
 */
start: FairTime, 
/**
 * What about, 1 to 200 characters.
 */
topic: string, 
/**
 * Whether the caller's business card goes along.
 */
card: boolean, 
/**
 * From where on the site.
 */
origin: O, };

/**
 * Where an appointment stands.
 */
export type AppointmentStatus = "pending" | "accepted" | "rejected" | "cancelled" | "expired";

/**
 * `appointment.take`: the buyer takes a suggested time.
 */
export type AppointmentTake = { 
/**
 * A rejected one.
 */
appointment: AppointmentId, 
/**
 * One of its suggested starts.
 */
start: FairTime, };

/**
 * One line of a specification.
 */
export type Attribute = { 
/**
 * Such as "Screen size".
 */
name: string, 
/**
 * Such as "55 inch".
 */
value: string, };

/**
 * A period in which the reader is taken, so that his client can lay it over public colours.
 */
export type Busy = { 
/**
 * By which appointment.
 */
appointment: AppointmentId, 
/**
 * From when.
 */
start: FairTime, 
/**
 * Until when.
 */
end: FairTime, };

/**
 * `busy.changed` in `inbox/{user}`.
 */
export type BusyChanged = { 
/**
 * Which appointment fills the time.
 */
appointment: AppointmentId, 
/**
 * Its first moment.
 */
start: FairTime, 
/**
 * The first moment after it; 0 when the time is free again.
 */
end: FairTime, };

/**
 * The person who asks, and for which firm.
 */
export type Buyer = { 
/**
 * Who.
 */
user: UserId, 
/**
 * His name.
 */
name: string, 
/**
 * His firm.
 */
company: CompanyId, 
/**
 * Its name.
 */
company_name: string, 
/**
 * ISO 3166 alpha-2.
 */
country: string, };

/**
 * The buying side of a negotiation.
 */
export type BuyerCompany = { 
/**
 * Which firm.
 */
company: CompanyId, 
/**
 * Its name.
 */
name: string, 
/**
 * ISO 3166 alpha-2.
 */
country: string, };

/**
 * Why the server says good-bye.
 */
export type Bye = { 
/**
 * `drain`, or `epoch` when the database is another one.
 */
code: string, 
/**
 * When to connect again.
 */
after_ms: number, };

/**
 * The business card sent along: a snapshot (S0-28).
 */
export type Card = { 
/**
 * The person.
 */
name: string, 
/**
 * His firm.
 */
company: string, 
/**
 * ISO 3166 alpha-2.
 */
country: string, 
/**
 * His address.
 */
email: string, };

/**
 * `clock.advance`: moves fair time forward on every node; simulated clocks only.
 */
export type ClockAdvance = { 
/**
 * Milliseconds forward.
 */
by_ms: number, };

/**
 * Which clock the fair goes by.
 */
export type ClockKind = "real" | "simulated";

/**
 * Who ended it, as the other side reads it.
 */
export type ClosedBy = { 
/**
 * On whose behalf.
 */
side: ClosingSide, 
/**
 * His name.
 */
name: string, };

/**
 * On whose behalf an appointment was ended.
 */
export type ClosingSide = "buyer" | "exhibitor" | "organiser";

/**
 * Hours of one day in which nothing can be booked, on the fair's wall clock.
 */
export type Closure = { 
/**
 * The fair day.
 */
day: string, 
/**
 * Its first minute, `HH:MM`.
 */
from: string, 
/**
 * The first minute after it, `HH:MM`; a period that overlaps the two is not offered.
 */
to: string, };

/**
 * Why a command, a subscription or a request was refused.
 */
export type Code = "malformed" | "invalid" | "unknown_command" | "unknown_topic" | "not_found" | "unauthenticated" | "wrong_password" | "no_company" | "no_right" | "bad_origin" | "id_reused" | "too_old" | "clock_wrong" | "too_large" | "rate_limited" | "slot_taken" | "slot_past" | "outside_fair" | "not_on_grid" | "not_now" | "stale" | "reason_required" | "limit_reached" | "policy_off" | "link_dead" | "last_admin" | "email_taken" | "clock_real" | "unavailable" | "storage_full" | "internal";

/**
 * `company.create`.
 */
export type CompanyCreate = { 
/**
 * Its name.
 */
name: string, 
/**
 * Its side.
 */
kind: Side, 
/**
 * ISO 3166 alpha-2.
 */
country: string, 
/**
 * Who will manage it.
 */
admin: FirstAdmin, };

/**
 * A buyer's or an exhibitor's firm.
 */
export type CompanyId = string;

/**
 * One member, as `member.changed` names him.
 */
export type CompanyMember = { 
/**
 * Who.
 */
user: UserId, 
/**
 * His name.
 */
name: string, 
/**
 * Whether he manages the company.
 */
admin: boolean, };

/**
 * The snapshot of `company/{id}`.
 */
export type CompanyState = { members: Array<CompanyMember>, pending: number, };

/**
 * How to reach the company besides its stand; each may be empty.
 */
export type Contact = { 
/**
 * An address of its own choice.
 */
email: string, 
/**
 * As it is dialled.
 */
phone: string, 
/**
 * `https` only.
 */
website: string, 
/**
 * Where it is.
 */
address: string, };

/**
 * The snapshot of `desk/{exhibitor}`.
 */
export type DeskState = { 
/**
 * What nobody has taken, oldest first.
 */
requests: Array<Appointment>, };

/**
 * `duty.set`: a salesperson receives buyers, or does not.
 */
export type DutySet = { 
/**
 * At which stand.
 */
exhibitor: ExhibitorId, 
/**
 * One of its company's staff.
 */
user: UserId, 
/**
 * Whether he receives buyers.
 */
on: boolean, };

/**
 * One fair session.
 */
export type Edition = { 
/**
 * Its id.
 */
id: EditionId, 
/**
 * Such as "The 128th".
 */
name: string, 
/**
 * IANA zone in which its days and hours are read.
 */
zone: string, 
/**
 * First fair day.
 */
first_day: string, 
/**
 * Last fair day, inclusive.
 */
last_day: string, 
/**
 * The rules in force.
 */
rules: Rules, 
/**
 * Counts changes of the rules.
 */
revision: number, 
/**
 * Whether lists show it first.
 */
current: boolean, };

/**
 * Other values for an edition; what is absent stays.
 */
export type EditionChange = { 
/**
 * Such as "The 128th".
 */
name?: string, 
/**
 * IANA zone; only while nothing is booked.
 */
zone?: string, 
/**
 * First fair day.
 */
first_day?: string, 
/**
 * Last fair day, inclusive.
 */
last_day?: string, 
/**
 * All the rules. Without them closures on days that are cut off go with those days.
 */
rules?: Rules, };

/**
 * `edition.changed`: something besides the rules changed, such as which edition lists show first.
 */
export type EditionChanged = { 
/**
 * The edition.
 */
edition: Edition, };

/**
 * One fair session, such as the 128th.
 */
export type EditionId = string;

/**
 * `edition.set_rules`: other rules from now on. `R` is the edition's rules, which are not the protocol's to know.
 */
export type EditionSetRules<R> = { 
/**
 * The edition.
 */
edition: EditionId, 
/**
 * The revision that was read; refused as `stale` when there is a newer one.
 */
revision: number, 
/**
 * All the rules.
 */
rules: R, };

/**
 * `edition.set_sections`: all sections anew. `G` is a group of them, which is not the protocol's to know.
 */
export type EditionSetSections<G> = { 
/**
 * The edition.
 */
edition: EditionId, 
/**
 * The revision that was read; 0 while there are none.
 */
revision: number, 
/**
 * In the order in which they are shown; what is new has no `id`.
 */
groups: Array<G>, };

/**
 * `edition.update`: another name, other days, another zone or other rules from now on; what is absent stays. `R` is the
 * edition's rules.
 */
export type EditionUpdate<R> = { 
/**
 * The edition.
 */
edition: EditionId, 
/**
 * The revision that was read; refused as `stale` when there is a newer one.
 */
revision: number, 
/**
 * 1 to 60 characters, unlike any other edition's.
 */
name?: string, 
/**
 * IANA zone; only while nothing is booked.
 */
zone?: string, 
/**
 * First fair day.
 */
first_day?: string, 
/**
 * Last fair day, inclusive.
 */
last_day?: string, 
/**
 * All the rules; without them, closures on days that are cut off go with those days.
 */
rules?: R, };

/**
 * A stand.
 */
export type Exhibitor = { 
/**
 * Its id.
 */
id: ExhibitorId, 
/**
 * Whose it is.
 */
company: CompanyId, 
/**
 * In which edition.
 */
edition: EditionId, 
/**
 * The name on the stand.
 */
name: string, 
/**
 * The same in Chinese; empty if `name` serves both.
 */
name_zh: string, 
/**
 * Such as `12.3C01`.
 */
booth: string, 
/**
 * Main business in a few words.
 */
business: string, 
/**
 * The same in Chinese.
 */
business_zh: string, 
/**
 * In which section; none if it stands in none.
 */
section: SectionId | null, 
/**
 * Counts changes of its name, booth and section.
 */
revision: number, 
/**
 * ISO 3166 alpha-2.
 */
country: string, 
/**
 * The calendar of the company's queue.
 */
queue: GridId, 
/**
 * The start of the next period that it and the reader have free, if there is one soon; only in lists.
 */
next_free?: FairTime, 
/**
 * Salespeople; only where one exhibitor is asked for.
 */
staff?: Array<Staff>, };

/**
 * `exhibitor.enter`: a company takes part.
 */
export type ExhibitorEnter = { 
/**
 * A company that exhibits.
 */
company: CompanyId, 
/**
 * In which edition.
 */
edition: EditionId, 
/**
 * The name on the stand, 1 to 80 characters.
 */
name: string, 
/**
 * Such as `12.3C01`, 1 to 20 characters.
 */
booth: string, 
/**
 * Main business in a few words, 1 to 120 characters.
 */
business: string, };

/**
 * A company's participation in one edition.
 */
export type ExhibitorId = string;

/**
 * A page of exhibitors.
 */
export type ExhibitorPage = { 
/**
 * By name.
 */
items: Array<Exhibitor>, 
/**
 * What to ask for next; none on the last page.
 */
next: ExhibitorId | null, };

/**
 * `exhibitor.place`: a stand's name, booth and section.
 */
export type ExhibitorPlace = { 
/**
 * The stand.
 */
exhibitor: ExhibitorId, 
/**
 * The revision that was read.
 */
revision: number, 
/**
 * 1 to 80 characters.
 */
name: string, 
/**
 * The same in Chinese; empty if `name` serves both.
 */
name_zh: string, 
/**
 * 1 to 20 characters.
 */
booth: string, 
/**
 * None: it stands in no section.
 */
section: SectionId | null, };

/**
 * `fair.announce`: a line for everyone in the hall.
 */
export type FairAnnounce = { 
/**
 * The edition.
 */
edition: EditionId, 
/**
 * 1 to 500 characters.
 */
text: string, };

/**
 * The snapshot of `fair/{edition}`.
 */
export type FairState = { 
/**
 * The edition with its rules.
 */
edition: Edition, 
/**
 * The newest announcement, if there is one.
 */
announcement: Announcement | null, 
/**
 * Its sections.
 */
sections: Sections, };

/**
 * Fair time, milliseconds UTC. It may be simulated; it never runs backwards.
 */
export type FairTime = number;

/**
 * `favorite.set`: marks an exhibitor or a product for later, or takes the mark away.
 */
export type FavoriteSet = { 
/**
 * Either this,
 */
exhibitor?: ExhibitorId, 
/**
 * or this.
 */
product?: ProductId, 
/**
 * Whether it is marked from now on.
 */
on: boolean, };

/**
 * Everything somebody marked in an edition.
 */
export type Favorites = { 
/**
 * The newest first.
 */
exhibitors: Array<Exhibitor>, 
/**
 * The newest first.
 */
products: Array<Product>, };

/**
 * The person who gets a company's first invitation.
 */
export type FirstAdmin = { 
/**
 * His address.
 */
email: string, 
/**
 * His name.
 */
name: string, };

/**
 * Why a topic is lost.
 */
export type Gone = { 
/**
 * `no_right`.
 */
code: Code, };

/**
 * The public id of a calendar one can ask: a salesperson's or an exhibitor's queue.
 */
export type GridId = string;

/**
 * `hello`: the first message of a socket.
 */
export type Hello = { 
/**
 * A one-time ticket; without it the cookie of the upgrade counts.
 */
ticket?: string, 
/**
 * A script's key, for programs that are not browsers.
 */
key?: string, 
/**
 * The program's name and version.
 */
client?: string, };

/**
 * Who is present in a topic now; absent while that is unknown.
 */
export type Here = { 
/**
 * Everyone present.
 */
here: Array<UserId> | null, };

/**
 * A homepage as its company writes it.
 */
export type Homepage = { 
/**
 * What the company is, in a few paragraphs.
 */
profile: string, 
/**
 * The same in Chinese.
 */
profile_zh: string, 
/**
 * How to reach it.
 */
contact: Contact, 
/**
 * Its own tabs.
 */
links: Array<Link>, };

/**
 * `homepage.set`: what a company says of itself. `P` is the page, which is not the protocol's to know.
 */
export type HomepageSet<P> = { 
/**
 * The stand.
 */
exhibitor: ExhibitorId, 
/**
 * The revision that was read; 0 before it is written.
 */
revision: number, 
/**
 * Main business, up to 120 characters; one of both languages is there.
 */
business: string, 
/**
 * The same in Chinese.
 */
business_zh: string, 
/**
 * The page.
 */
page: P, };

/**
 * One exhibitor's homepage.
 */
export type HomepageView = { 
/**
 * Counts changes; 0 before it is written.
 */
revision: number, 
/**
 * What the company is, in a few paragraphs.
 */
profile: string, 
/**
 * The same in Chinese.
 */
profile_zh: string, 
/**
 * How to reach it.
 */
contact: Contact, 
/**
 * Its own tabs.
 */
links: Array<Link>, };

/**
 * The snapshot of `inbox/{user}`.
 */
export type InboxState = { 
/**
 * The newest, newest first.
 */
notices: Array<Notice>, 
/**
 * How many of all notices are unread.
 */
unread: number, 
/**
 * The reader's own accepted appointments.
 */
busy: Array<Busy>, };

/**
 * An open invitation.
 */
export type Invitation = { 
/**
 * Its id: not its secret, which only the link holds.
 */
id: LinkId, 
/**
 * Whose address.
 */
email: string, 
/**
 * His name.
 */
name: string, 
/**
 * Whether he will manage the company.
 */
admin: boolean, 
/**
 * When it dies by itself.
 */
expires_at: MachineTime, };

/**
 * A language the product speaks.
 */
export type Language = "en" | "zh";

/**
 * A tab of the company's own.
 */
export type Link = { 
/**
 * Such as "VR Booth".
 */
label: string, 
/**
 * `https` only.
 */
url: string, };

/**
 * A one-time link: an invitation or a password reset.
 */
export type LinkId = string;

/**
 * `GET /api/v1/link/{token}`.
 */
export type LinkInfo = { 
/**
 * What it is for.
 */
kind: LinkPurpose, 
/**
 * Whose address it was made for.
 */
email: string, 
/**
 * His name.
 */
name: string, 
/**
 * The company it is about.
 */
company: string | null, };

/**
 * What a one-time link is for.
 */
export type LinkPurpose = "reset" | "invitation";

/**
 * The body of `POST /api/v1/login`.
 */
export type Login = { 
/**
 * As one writes it.
 */
email: Secret, 
/**
 * The password.
 */
password: Secret, };

/**
 * Machine time, milliseconds UTC. It is never simulated.
 */
export type MachineTime = number;

/**
 * Where a product is meant to be sold: the markets of the fair's own form (S0-08).
 */
export type Market = "mainland_china" | "africa" | "middle_east" | "south_asia" | "southeast_asia" | "central_asia" | "usa_canada" | "latin_america" | "russia" | "eu" | "other_europe" | "australia" | "japan_korea" | "hong_kong" | "macao" | "taiwan" | "other";

/**
 * What each role may do with an appointment: the only source of the client's buttons.
 */
export type May = { 
/**
 * The person named in `buyer`.
 */
buyer: { [key in string]: ActionWindow }, 
/**
 * Admins of the company named in `buyer`.
 */
buyer_admin: { [key in string]: ActionWindow }, 
/**
 * Everybody of the company named in `exhibitor`.
 */
sales: { [key in string]: ActionWindow }, 
/**
 * The person named in `seated`.
 */
seated: { [key in string]: ActionWindow }, 
/**
 * Admins of the company named in `exhibitor`.
 */
exhibitor_admin: { [key in string]: ActionWindow }, };

/**
 * Who one is, and what the server's clocks say.
 */
export type Me = { 
/**
 * Oneself.
 */
user: MyUser, 
/**
 * One's company.
 */
company: MyCompany | null, 
/**
 * Where it takes part, the newest edition first.
 */
exhibitors: Array<MyExhibitor>, 
/**
 * As in `hello`.
 */
roles: Array<string>, 
/**
 * The database's epoch.
 */
epoch: string, 
/**
 * Fair time now.
 */
fair: FairTime, 
/**
 * Machine time now.
 */
machine: MachineTime, 
/**
 * Whether fair time is simulated.
 */
clock: ClockKind, };

/**
 * A member as the company's admins see him.
 */
export type Member = { 
/**
 * Who.
 */
user: UserId, 
/**
 * His name.
 */
name: string, 
/**
 * His address.
 */
email: string, 
/**
 * Whether he manages the company.
 */
admin: boolean, 
/**
 * Since when he belongs to it.
 */
joined_at: MachineTime, };

/**
 * `GET /api/v1/company/members/{user}/ahead`: what would be passed on if he left.
 */
export type MemberAhead = { 
/**
 * Requests that wait.
 */
pending: number, 
/**
 * Accepted appointments to come.
 */
accepted: number, };

/**
 * With [`MEMBER_CHANGED`]: the member as he is now.
 */
export type MemberChanged = { 
/**
 * Who.
 */
user: UserId, 
/**
 * His name.
 */
name: string, 
/**
 * Whether he manages the company.
 */
admin: boolean, 
/**
 * Whether he still belongs to it.
 */
present: boolean, };

/**
 * A company as its people see it.
 */
export type MyCompany = { 
/**
 * Its id.
 */
id: CompanyId, 
/**
 * Its name.
 */
name: string, 
/**
 * Its side.
 */
kind: Side, 
/**
 * ISO 3166 alpha-2.
 */
country: string, 
/**
 * Whether one manages it.
 */
admin: boolean, };

/**
 * One's company at one edition.
 */
export type MyExhibitor = { 
/**
 * The stand.
 */
id: ExhibitorId, 
/**
 * The edition.
 */
edition: EditionId, };

/**
 * A person as he sees himself.
 */
export type MyUser = { 
/**
 * His id.
 */
id: UserId, 
/**
 * His name.
 */
name: string, 
/**
 * His address.
 */
email: string, 
/**
 * The language he reads.
 */
language: Language, 
/**
 * His home zone.
 */
zone: string, 
/**
 * Told by SMS rather than by mail.
 */
domestic: boolean, };

/**
 * The container, unique per edition, buyer company and exhibitor.
 */
export type Negotiation = { 
/**
 * Its id.
 */
id: NegotiationId, 
/**
 * In which fair.
 */
edition: EditionId, 
/**
 * The buying side.
 */
buyer: BuyerCompany, 
/**
 * The selling side.
 */
exhibitor: Stand, 
/**
 * Since when.
 */
opened_at: FairTime, };

/**
 * What one buyer company and one exhibitor share.
 */
export type NegotiationId = string;

/**
 * `negotiation.opened` in `negotiation/{id}`.
 */
export type NegotiationOpened = { 
/**
 * The container.
 */
negotiation: Negotiation, };

/**
 * The snapshot of `negotiation/{id}`.
 */
export type NegotiationState = { 
/**
 * The container.
 */
negotiation: Negotiation, 
/**
 * Its newest appointments, newest first.
 */
appointments: Array<Appointment>, };

/**
 * The input of commands that need none.
 */
export type Nothing = Record<symbol, never>;

/**
 * A notice as its reader sees it.
 */
export type Notice = { 
/**
 * Its id.
 */
id: NoticeId, 
/**
 * When it was written.
 */
at: FairTime, 
/**
 * What kind of news, such as `appointment.accepted`; the client words it.
 */
kind: string, 
/**
 * The appointment it is about.
 */
appointment: AppointmentId | null, 
/**
 * What the words need: names, times, alternatives.
 */
with: Record<string, unknown>, };

/**
 * `notice.added`.
 */
export type NoticeAdded = { 
/**
 * The new line.
 */
notice: Notice, 
/**
 * How many are unread now.
 */
unread: number, };

/**
 * One line of a person's message centre.
 */
export type NoticeId = string;

/**
 * A page of the message centre.
 */
export type NoticePage = { 
/**
 * Newest first.
 */
items: Array<Notice>, 
/**
 * How many of all notices are unread.
 */
unread: number, };

/**
 * `notice.read`: everything up to a moment has been seen.
 */
export type NoticeRead = { 
/**
 * The time of the newest one seen.
 */
until: FairTime, };

/**
 * `notices.read`.
 */
export type NoticesRead = { 
/**
 * Everything up to this moment has been read.
 */
until: FairTime, 
/**
 * How many are unread now.
 */
unread: number, };

/**
 * Where the request was made, and from which product or sourcing request.
 */
export type Origin = { 
/**
 * The kind of page.
 */
kind: OriginKind, 
/**
 * The product or sourcing request.
 */
ref: string | null, };

/**
 * Where on the site the request was made (S0-03).
 */
export type OriginKind = "exhibitor" | "product" | "request";

/**
 * `password.change`.
 */
export type PasswordChange = { 
/**
 * The password one has.
 */
current: Secret, 
/**
 * 10 to 200 characters, not the e-mail, not a common one.
 */
new: Secret, };

/**
 * `GET /api/v1/company/members`.
 */
export type People = { 
/**
 * Who belongs to the company.
 */
members: Array<Member>, 
/**
 * Who was asked and has not come yet.
 */
invitations: Array<Invitation>, };

/**
 * `period.changed` in `slots/{grid}/{date}`: no names, no counts, no ids.
 */
export type PeriodChanged = { 
/**
 * Which period.
 */
start: FairTime, 
/**
 * Its colour.
 */
state: PeriodState, 
/**
 * Until when, if it is held.
 */
until?: FairTime, };

/**
 * A colour as a word.
 */
export type PeriodState = "free" | "requested" | "held" | "busy";

/**
 * One period of a day's snapshot.
 */
export type PeriodView = { 
/**
 * Its first moment.
 */
start: FairTime, 
/**
 * The first moment after it.
 */
end: FairTime, 
/**
 * Its colour.
 */
state: PeriodState, 
/**
 * Until when, if it is held.
 */
until?: FairTime, };

/**
 * SHA-256 of the bytes that were uploaded, written as 64 lower-case hexadecimal digits.
 */
export type PictureId = string;

/**
 * The answer to an upload.
 */
export type PictureKept = { 
/**
 * Its name from now on.
 */
picture: PictureId, 
/**
 * How wide its large variant is.
 */
width: number, 
/**
 * How high its large variant is.
 */
height: number, };

/**
 * Whether a pending request keeps others from a period (D-2).
 */
export type Policy = "open" | "soft" | "hold";

/**
 * The answer of `ping`.
 */
export type Pong = { 
/**
 * Fair time now.
 */
fair: FairTime, 
/**
 * Machine time now.
 */
machine: MachineTime, };

/**
 * A product on its shelf.
 */
export type Product = { 
/**
 * Its id.
 */
id: ProductId, 
/**
 * In which fair.
 */
edition: EditionId, 
/**
 * Whose.
 */
stand: ProductStand, 
/**
 * Whether it stands first on the homepage (S2-02).
 */
featured: boolean, 
/**
 * Counts changes.
 */
revision: number, 
/**
 * Its name.
 */
name: string, 
/**
 * The same in Chinese; one of both is there.
 */
name_zh: string, 
/**
 * Goods or a service.
 */
kind: ProductKind, 
/**
 * The maker's own name for it.
 */
model: string, 
/**
 * From the widest to the narrowest, such as "Household appliances", "Television".
 */
category: Array<string>, 
/**
 * What buyers may search for besides.
 */
keywords: Array<string>, 
/**
 * In a few paragraphs.
 */
description: string, 
/**
 * Line by line.
 */
specification: Array<Attribute>, 
/**
 * Minimum order quantity.
 */
moq: Quantity | null, 
/**
 * Main target markets.
 */
markets: Array<Market>, 
/**
 * Pictures by their ids, the first one stands in lists.
 */
pictures: Array<string>, 
/**
 * Where a film of it can be seen; `https` only.
 */
video: string, };

/**
 * `product.add`: one more on a stand's shelf. `D` is the product as its company writes it.
 */
export type ProductAdd<D> = { 
/**
 * The stand.
 */
exhibitor: ExhibitorId, 
/**
 * What it is.
 */
product: D, };

/**
 * `product.change`: all of it anew.
 */
export type ProductChange<D> = { 
/**
 * Which.
 */
id: ProductId, 
/**
 * The revision that was read.
 */
revision: number, 
/**
 * What it is.
 */
product: D, };

/**
 * A product as its company writes it.
 */
export type ProductDraft = { 
/**
 * Its name.
 */
name: string, 
/**
 * The same in Chinese; one of both is there.
 */
name_zh: string, 
/**
 * Goods or a service.
 */
kind: ProductKind, 
/**
 * The maker's own name for it.
 */
model: string, 
/**
 * From the widest to the narrowest, such as "Household appliances", "Television".
 */
category: Array<string>, 
/**
 * What buyers may search for besides.
 */
keywords: Array<string>, 
/**
 * In a few paragraphs.
 */
description: string, 
/**
 * Line by line.
 */
specification: Array<Attribute>, 
/**
 * Minimum order quantity.
 */
moq: Quantity | null, 
/**
 * Main target markets.
 */
markets: Array<Market>, 
/**
 * Pictures by their ids, the first one stands in lists.
 */
pictures: Array<string>, 
/**
 * Where a film of it can be seen; `https` only.
 */
video: string, };

/**
 * `product.feature`: it stands first on the homepage, or does not.
 */
export type ProductFeature = { 
/**
 * Which.
 */
id: ProductId, 
/**
 * Whether it stands first.
 */
first: boolean, };

/**
 * What an exhibitor shows.
 */
export type ProductId = string;

/**
 * Goods, or work: services have no HS code, packaging or ports (S3-01).
 */
export type ProductKind = "goods" | "service";

/**
 * A page of products.
 */
export type ProductPage = { 
/**
 * What stands first, then the newest.
 */
items: Array<Product>, 
/**
 * What to ask for next; none on the last page.
 */
next: ProductId | null, };

/**
 * `product.remove`: off the shelf.
 */
export type ProductRemove = { 
/**
 * Which.
 */
id: ProductId, };

/**
 * Whose shelf a product stands on, as lists name it.
 */
export type ProductStand = { 
/**
 * Which.
 */
id: ExhibitorId, 
/**
 * The name on the stand.
 */
name: string, 
/**
 * The same in Chinese.
 */
name_zh: string, 
/**
 * Where it is.
 */
booth: string, 
/**
 * Main business.
 */
business: string, 
/**
 * The same in Chinese.
 */
business_zh: string, };

/**
 * `profile.update`: what is absent stays.
 */
export type ProfileUpdate = { 
/**
 * The language one reads.
 */
language?: Language, 
/**
 * An IANA name.
 */
zone?: string, 
/**
 * 1 to 120 characters.
 */
name?: string, };

/**
 * So many of something.
 */
export type Quantity = { 
/**
 * At least 1.
 */
count: number, 
/**
 * Such as "pcs".
 */
unit: string, };

/**
 * Why somebody said no.
 */
export type Reason = { 
/**
 * The picked one.
 */
preset: ReasonPreset, 
/**
 * More words; may be empty unless the preset is `other`.
 */
text: string, };

/**
 * Reasons one can pick.
 */
export type ReasonPreset = "schedule_conflict" | "not_our_product" | "quantity" | "fair_changed" | "other";

/**
 * A refusal as it is written.
 */
export type Refused = { 
/**
 * Why.
 */
code: Code, 
/**
 * The same in the user's language.
 */
text: string, 
/**
 * What the client needs to go on.
 */
more?: Record<string, unknown>, };

/**
 * One part of a snapshot.
 */
export type Reset = { 
/**
 * The number the snapshot stands at.
 */
seq: number, 
/**
 * Which part, from 1.
 */
part: number, 
/**
 * How many.
 */
of: number, 
/**
 * The state, to be merged key by key over the parts.
 */
state: Record<string, unknown>, };

/**
 * What the organiser may change while the fair runs.
 */
export type Rules = { 
/**
 * Daily opening hours as wall-clock times of the fair's zone, `HH:MM`, in order, not overlapping.
 */
hours: Array<[string, string]>, 
/**
 * Length of a period in minutes, a multiple of 5 (D-5 of the design: claims are 5-minute quanta).
 */
minutes: number, 
/**
 * What a pending request does to its period.
 */
policy: Policy, 
/**
 * How long choosing a period in the form keeps it, in milliseconds; policy `hold` only.
 */
hold_ms: number, 
/**
 * How long a request waits for its answer, in milliseconds.
 */
answer_ms: number, 
/**
 * How many requests one buyer may have open at a time.
 */
open_requests: number, 
/**
 * Hours of single days in which nothing can be booked. Rules stored before there were any have none.
 */
closed: Array<Closure>, };

/**
 * `rules.changed`: the rules in force from now on; what follows from them for appointments is told by a job.
 */
export type RulesChanged = { 
/**
 * Counts changes of the rules.
 */
revision: number, 
/**
 * The rules.
 */
rules: Rules, };

/**
 * A salesperson.
 */
export type Seat = { 
/**
 * Who.
 */
user: UserId, 
/**
 * His name.
 */
name: string, };

/**
 * Prints as `***`, and cannot be serialised: whoever wants the text has to say so.
 */
export type Secret = string;

/**
 * One section.
 */
export type Section = { 
/**
 * Its id; absent for one that is new.
 */
id?: SectionId, 
/**
 * Its name.
 */
name: string, 
/**
 * The same in Chinese; empty if `name` serves both.
 */
name_zh: string, };

/**
 * Sections that belong together.
 */
export type SectionGroup = { 
/**
 * Its id; absent for one that is new.
 */
id?: SectionId, 
/**
 * Its name.
 */
name: string, 
/**
 * The same in Chinese.
 */
name_zh: string, 
/**
 * Its sections, in the order in which they are shown.
 */
sections: Array<Section>, };

/**
 * A section of an edition, or a group of them.
 */
export type SectionId = string;

/**
 * All sections of an edition.
 */
export type Sections = { 
/**
 * Counts changes; 0 while there are none.
 */
revision: number, 
/**
 * In the order in which they are shown.
 */
groups: Array<SectionGroup>, };

/**
 * `sections.changed` in `fair/{edition}`: all of them, as they are from now on.
 */
export type SectionsChanged = { 
/**
 * The sections.
 */
sections: Sections, };

/**
 * Every message of a server.
 */
export type ServerMessage = { 
/**
 * The id it was sent with.
 */
re: string, 
/**
 * Its answer.
 */
ok: Record<string, unknown>, } | { 
/**
 * The id it was sent with.
 */
re: string, 
/**
 * Why.
 */
no: Refused, } | WireFact | { 
/**
 * The topic.
 */
on: string, 
/**
 * The part.
 */
reset: Reset, } | { 
/**
 * The topic.
 */
on: string, 
/**
 * Why.
 */
gone: Gone, } | { 
/**
 * The topic.
 */
on: string, 
/**
 * What: `here`.
 */
now: string, 
/**
 * Its content.
 */
with: Here, } | { 
/**
 * Why, and when to come back.
 */
bye: Bye, } | { 
/**
 * Both clocks now.
 */
clock: Pong, } | { 
/**
 * Empty.
 */
paused: Record<string, never>, } | { 
/**
 * Empty.
 */
resumed: Record<string, never>, };

/**
 * Which side of the table a company sits on.
 */
export type Side = "buyer" | "exhibitor";

/**
 * `slot.hold`: keeps a period while its buyer fills in the form; replaces his earlier hold.
 */
export type SlotHold = { 
/**
 * In which calendar.
 */
grid: GridId, 
/**
 * The period's first moment.
 */
start: FairTime, };

/**
 * `slot.release`: gives up what the caller holds.
 */
export type SlotRelease = Record<symbol, never>;

/**
 * The snapshot of `slots/{grid}/{date}`.
 */
export type SlotsState = { 
/**
 * The day's periods, in order.
 */
periods: Array<PeriodView>, 
/**
 * Their length.
 */
minutes: number, 
/**
 * What a pending request does to its period.
 */
policy: Policy, };

/**
 * One salesperson of a stand, as buyers see him.
 */
export type Staff = { 
/**
 * His calendar.
 */
grid: GridId, 
/**
 * Who he is.
 */
user: UserId, 
/**
 * His name.
 */
name: string, 
/**
 * Whether he receives buyers.
 */
on_duty: boolean, };

/**
 * `staff.invite`.
 */
export type StaffInvite = { 
/**
 * Whose place it will be.
 */
email: string, 
/**
 * His name.
 */
name: string, 
/**
 * Whether he will manage the company.
 */
admin: boolean, };

/**
 * `staff.reset_link`.
 */
export type StaffMember = { 
/**
 * Who.
 */
user: UserId, };

/**
 * `staff.remove`.
 */
export type StaffRemove = { 
/**
 * Who.
 */
user: UserId, 
/**
 * The colleague who takes over his requests and appointments to come. Without one, an exhibitor's go to the queue
 * and whoever is free, a buyer's to the admin who removes him.
 */
to?: UserId, };

/**
 * `staff.set_admin`.
 */
export type StaffSetAdmin = { 
/**
 * Who.
 */
user: UserId, 
/**
 * Whether he manages the company from now on.
 */
admin: boolean, };

/**
 * `staff.withdraw`.
 */
export type StaffWithdraw = { 
/**
 * Which invitation.
 */
invitation: LinkId, };

/**
 * The stand that is asked.
 */
export type Stand = { 
/**
 * Which.
 */
id: ExhibitorId, 
/**
 * Whose.
 */
company: CompanyId, 
/**
 * The name on it.
 */
name: string, 
/**
 * Where it stands.
 */
booth: string, };

/**
 * `subscribe`.
 */
export type Subscribe = { 
/**
 * The topic's name.
 */
topic: string, 
/**
 * The epoch in which `since` was counted.
 */
epoch?: string, 
/**
 * The number of the newest fact the client has.
 */
since?: number, };

/**
 * The answer of `subscribe`; a `reset` or the facts after `since` follow.
 */
export type Subscribed = { 
/**
 * The number of the topic's newest fact.
 */
head: number, 
/**
 * Who is present, where presence is shown; absent while that is unknown.
 */
here?: Array<UserId>, };

/**
 * `POST /api/v1/ticket`.
 */
export type Ticket = { 
/**
 * Opens one socket within 30 seconds.
 */
ticket: string, };

/**
 * `unsubscribe`.
 */
export type Unsubscribe = { 
/**
 * The topic's name.
 */
topic: string, };

/**
 * The body of `POST /api/v1/link`.
 */
export type UseLink = { 
/**
 * The link's secret.
 */
token: Secret, 
/**
 * The password one chooses; whoever has an account already proves it with the one he has.
 */
password: Secret, 
/**
 * One's name, if the inviter misspelt it.
 */
name?: string, };

/**
 * A person.
 */
export type UserId = string;

/**
 * The answer of `hello`.
 */
export type Welcome = { 
/**
 * The database's epoch; numbers of another one mean nothing.
 */
epoch: string, 
/**
 * Who this connection is.
 */
user: UserId, 
/**
 * What he is: `buyer`, `buyer_admin`, `sales`, `exhibitor_admin`, `organiser`, `moderator`.
 */
roles: Array<string>, 
/**
 * Fair time now.
 */
fair: FairTime, 
/**
 * Machine time now, by which command ids are stamped.
 */
machine: MachineTime, 
/**
 * Whether fair time is simulated.
 */
clock: ClockKind, };

/**
 * Who caused a fact.
 */
export type WireBy = { 
/**
 * The person.
 */
user: string, 
/**
 * His side.
 */
side?: string, };

/**
 * A numbered fact.
 */
export type WireFact = { 
/**
 * The topic.
 */
on: string, 
/**
 * Its number.
 */
seq: number, 
/**
 * The version of `with`.
 */
v: number, 
/**
 * Fair time of its commit.
 */
at: FairTime, 
/**
 * Who caused it; absent in public topics.
 */
by?: WireBy, 
/**
 * Its kind.
 */
is: string, 
/**
 * The resulting state of the object it names.
 */
with: unknown, };

/** The input of each command. */
export interface CommandInputs {
  "api_key.create": ApiKeyCreate;
  "api_key.revoke": ApiKeyRevoke;
  "appointment.accept": AppointmentAccept;
  "appointment.cancel": AppointmentCancel;
  "appointment.reject": AppointmentReject<Reason>;
  "appointment.reject_conflicting": AppointmentRejectConflicting;
  "appointment.request": AppointmentRequest<Origin>;
  "appointment.take": AppointmentTake;
  "clock.advance": ClockAdvance;
  "company.create": CompanyCreate;
  "duty.set": DutySet;
  "edition.set_rules": EditionSetRules<Rules>;
  "edition.set_sections": EditionSetSections<SectionGroup>;
  "edition.update": EditionUpdate<Rules>;
  "exhibitor.enter": ExhibitorEnter;
  "exhibitor.place": ExhibitorPlace;
  "fair.announce": FairAnnounce;
  "favorite.set": FavoriteSet;
  "homepage.set": HomepageSet<Homepage>;
  "notice.read": NoticeRead;
  "password.change": PasswordChange;
  "product.add": ProductAdd<ProductDraft>;
  "product.change": ProductChange<ProductDraft>;
  "product.feature": ProductFeature;
  "product.remove": ProductRemove;
  "profile.update": ProfileUpdate;
  "session.end_all": Nothing;
  "slot.hold": SlotHold;
  "slot.release": SlotRelease;
  "staff.invite": StaffInvite;
  "staff.remove": StaffRemove;
  "staff.reset_link": StaffMember;
  "staff.set_admin": StaffSetAdmin;
  "staff.withdraw": StaffWithdraw;
}
