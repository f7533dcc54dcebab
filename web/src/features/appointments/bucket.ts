import type { Appointment, AppointmentStatus, Millis, Window } from "@/protocol";

/** The tabs of the list; expired requests stand under Cancelled with their own label. */
export const TABS = ["all", "pending", "accepted", "rejected", "cancelled"] as const;
export type Tab = (typeof TABS)[number];

/** Whether a row of this status belongs under a tab. */
export function belongs(status: AppointmentStatus, tab: Tab): boolean {
  if (tab === "all") return true;
  return tab === (status === "expired" ? "cancelled" : status);
}

/** Whether the server's window for an action is open at this moment of fair time. */
export function isOpenNow(window: Window | null | undefined, fair: Millis): boolean {
  if (!window) return false;
  return fair >= (window.from ?? 0) && (!window.until || fair < window.until);
}

/** Whether there is something to read behind "View Reasons". */
export function hasReasons(appointment: Appointment): boolean {
  return appointment.status === "rejected" || appointment.reason !== null;
}
