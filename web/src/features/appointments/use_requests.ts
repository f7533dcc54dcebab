import { useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Appointment, Edition, Id } from "@/protocol";
import { useNews, useTopic } from "@/shared/live/realtime";
import { isForUs, requestsQuery, useDesk } from "@/shared/live/requests";
import { useInbox, useMe } from "@/shared/live/session";

interface Requests {
  /** Longest waiting first; what arrived since they were read comes after the rest. */
  rows: Appointment[];
  arrived: ReadonlySet<Id>;
  loading: boolean;
  error: unknown;
  refetch(): void;
}

/** What the facts told, each with its moment by this device's clock. */
type Heard = Map<Id, { appointment: Appointment; at: number }>;

/**
 * The requests that wait for the reader: addressed to him, or to the queue of his company. Rows
 * keep their place until they are read again: an answered one changes in place, a new one is added
 * below, so that nothing moves under the pointer. A list that was read again begins anew.
 */
export function useRequests(edition: Edition): Requests {
  const me = useMe();
  const desk = useDesk(edition);
  // The facts below come from the own inbox too; followed here, it need not be followed elsewhere.
  useInbox();
  const deskView = useTopic(desk ? `desk/${desk}` : null);
  const read = useQuery(requestsQuery(edition.id));
  const [latest, setLatest] = useState<ReadonlyMap<Id, Appointment>>(new Map());
  const first = useRef<ReadonlySet<Id> | null>(null);
  /** Which reading the rows began with; null where they are to begin anew. */
  const begun = useRef<number | null>(null);
  const heard = useRef<Heard>(new Map());

  const concerns = useCallback(
    (one: Appointment) => one.edition === edition.id && isForUs(me, one),
    [edition.id, me],
  );
  useNews(
    useCallback(
      ({ topic, fact }) => {
        if (fact === null && topic.startsWith("desk/")) {
          begun.current = null;
          heard.current.clear();
        }
        if (fact?.is !== "appointment.changed" && fact?.is !== "request.changed") return;
        if (topic.startsWith("company/")) return;
        const { appointment } = fact.with as { appointment: Appointment };
        if (!concerns(appointment)) return;
        heard.current.set(appointment.id, { appointment, at: performance.now() });
        setLatest((known) => {
          if (!known.has(appointment.id) && appointment.status !== "pending") return known;
          return new Map(known).set(appointment.id, appointment);
        });
      },
      [concerns],
    ),
  );

  const deskReady = desk === null || deskView.is !== "loading";
  const requests = deskView.is === "ready" ? deskView.state.requests : null;
  const { items, readAt } = read.data ?? {};
  useEffect(() => {
    if (!items || readAt === undefined || !deskReady) return;
    const found = [...items, ...(requests ?? [])].filter(
      (one) => one.status === "pending" && concerns(one),
    );
    const anew = begun.current !== readAt;
    begun.current = readAt;
    if (anew) first.current = new Set(found.map(({ id }) => id));
    const news = anew ? heardSince(heard.current, readAt) : [];
    setLatest((known) => {
      const next = new Map(anew ? [] : known);
      for (const one of found) next.set(one.id, one);
      for (const one of news) {
        if (one.status === "pending" || next.has(one.id)) next.set(one.id, one);
      }
      return next;
    });
  }, [items, readAt, requests, deskReady, concerns]);

  return useMemo(() => {
    const known = first.current ?? new Set<Id>();
    const all = [...latest.values()].sort((a, b) => a.requested_at - b.requested_at);
    const arrived = new Set(all.filter(({ id }) => !known.has(id)).map(({ id }) => id));
    const rows = [
      ...all.filter(({ id }) => !arrived.has(id)),
      ...all.filter(({ id }) => arrived.has(id)),
    ];
    return {
      rows,
      arrived,
      loading: first.current === null && !read.error,
      error: read.error,
      refetch: () => void read.refetch(),
    };
  }, [latest, read]);
}

/** What was heard while a list was being read, which its answer may not hold yet. */
function heardSince(heard: Heard, readAt: number): Appointment[] {
  return [...heard.values()].filter(({ at }) => at >= readAt).map(({ appointment }) => appointment);
}
