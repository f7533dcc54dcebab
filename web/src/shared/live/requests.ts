import { queryOptions, useQuery } from "@tanstack/react-query";
import type { Appointment, AppointmentPage, Edition, Id, Me } from "@/protocol";
import { get, query } from "@/shared/api";
import { useTopicState } from "./realtime";
import { useMe } from "./session";

/** More open requests than this nobody answers in one sitting. */
const SHOWN = 100;

/** A page, and when its reading began by this device's clock: what is heard later may be missing in it. */
interface RequestsPage extends AppointmentPage {
  readAt: number;
}

/** The pending requests that are addressed to the reader himself. */
export function requestsQuery(edition: Id) {
  return queryOptions({
    queryKey: ["requests", edition] as const,
    queryFn: async (): Promise<RequestsPage> => {
      const readAt = performance.now();
      const which = query({ edition, scope: "mine", status: "pending", page: 1, size: SHOWN });
      return { ...(await get<AppointmentPage>(`/appointments${which}`)), readAt };
    },
  });
}

/** Whether an appointment is one that the reader's company answers. */
export function isForUs(me: Me, appointment: Appointment): boolean {
  return me.company !== null && appointment.exhibitor.company === me.company.id;
}

/** Keeps the pending requests of a page true to an appointment that has changed. */
export function withRequest(page: RequestsPage, changed: Appointment): RequestsPage {
  const rest = page.items.filter(({ id }) => id !== changed.id);
  return { ...page, items: changed.status === "pending" ? [...rest, changed] : rest };
}

/** The stand of the reader's company in an edition, if it has one. */
export function useDesk(edition: Edition | undefined): Id | null {
  return useMe().exhibitors.find((one) => one.edition === edition?.id)?.id ?? null;
}

/** How many requests wait for the reader: his own and those of the queue. */
export function useOpenRequests(edition: Edition | undefined): number {
  const me = useMe();
  const desk = useDesk(edition);
  const queue = useTopicState(desk ? `desk/${desk}` : null)?.requests ?? [];
  const own = useQuery({
    ...requestsQuery(edition?.id ?? ""),
    enabled: desk !== null,
  });
  const all = [...(own.data?.items ?? []), ...queue].filter((one) => isForUs(me, one));
  return new Set(all.map(({ id }) => id)).size;
}
