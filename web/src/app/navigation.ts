import {
  IconAdjustmentsHorizontal,
  IconBuildingStore,
  IconCalendarEvent,
  IconInbox,
  IconMessage2,
  IconUser,
  IconUsers,
} from "@tabler/icons-react";
import type { Me } from "@/protocol";

/** One place of the rail and of the bottom bar. */
export interface Place {
  to: `/${Place["label"]}`;
  label:
    | "exhibitors"
    | "requests"
    | "appointments"
    | "messages"
    | "organise"
    | "company"
    | "profile";
  icon: typeof IconInbox;
  /** Other addresses that belong to it. */
  also?: string[];
}

/** Whether the reader is at this place. */
export function isAt({ to, also = [] }: Place, path: string): boolean {
  return [to, ...also].some((start) => path.startsWith(start));
}

const EXHIBITORS: Place = {
  to: "/exhibitors",
  label: "exhibitors",
  icon: IconBuildingStore,
  also: ["/products", "/favorites"],
};
const REQUESTS: Place = { to: "/requests", label: "requests", icon: IconInbox };
const APPOINTMENTS: Place = { to: "/appointments", label: "appointments", icon: IconCalendarEvent };
const MESSAGES: Place = { to: "/messages", label: "messages", icon: IconMessage2 };
const COMPANY: Place = { to: "/company", label: "company", icon: IconUsers };
const ORGANISE: Place = { to: "/organise", label: "organise", icon: IconAdjustmentsHorizontal };
const PROFILE: Place = { to: "/profile", label: "profile", icon: IconUser };

function isSales(me: Me): boolean {
  return me.roles.includes("sales") || me.roles.includes("exhibitor_admin");
}

/** Where a person goes, what is most used first; at most five, as many as a phone can show. */
export function placesOf(me: Me): Place[] {
  const own = me.company?.admin ? [COMPANY, PROFILE] : [PROFILE];
  // The profile is also behind the person's own button, so that it is what a full bar leaves out.
  const last = me.roles.includes("organiser") ? [ORGANISE, ...own] : own;
  // Appointments belong to companies; an organiser has none.
  if (!me.company) return [EXHIBITORS, MESSAGES, ...last];
  if (isSales(me)) return [REQUESTS, APPOINTMENTS, MESSAGES, EXHIBITORS, ...last].slice(0, 5);
  return [EXHIBITORS, APPOINTMENTS, MESSAGES, ...last].slice(0, 5);
}

/** Where a person starts. */
export function roleHome(me: Me): "/requests" | "/exhibitors" {
  return isSales(me) ? "/requests" : "/exhibitors";
}
