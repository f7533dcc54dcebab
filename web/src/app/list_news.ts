import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef } from "react";
import type { Appointment } from "@/protocol";
import type { TopicNews } from "@/realtime/subscriptions";
import { useIsLive, useNews, useTopicState } from "@/shared/live/realtime";
import { isForUs, requestsQuery, withRequest } from "@/shared/live/requests";
import { useMe } from "@/shared/live/session";

/** Many facts of one moment are one reason to read again. */
const TOGETHER_MS = 150;

/** Lists that are read over HTTP are read again when a fact says that they are old. */
export function useListNews(): void {
  const me = useMe();
  const queries = useQueryClient();
  const old = useRef(new Set<string>());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  // An admin hears of every colleague's appointments and of members on every page.
  useTopicState(me.company?.admin ? `company/${me.company.id}` : null);
  const listener = useCallback(
    ({ topic, fact }: TopicNews) => {
      const kind = topic.slice(0, topic.indexOf("/"));
      if (fact?.is === "appointment.changed") {
        const { appointment } = fact.with as { appointment: Appointment };
        queries.setQueryData(["appointment", appointment.id], appointment);
        if (kind === "inbox" && isForUs(me, appointment)) {
          queries.setQueryData(requestsQuery(appointment.edition).queryKey, (page) =>
            page ? withRequest(page, appointment) : page,
          );
        }
      }
      for (const key of keysOf(kind, fact?.is ?? null)) old.current.add(key);
      if (old.current.size === 0) return;
      clearTimeout(timer.current);
      timer.current = setTimeout(() => {
        for (const key of old.current) void queries.invalidateQueries({ queryKey: [key] });
        old.current.clear();
      }, TOGETHER_MS);
    },
    [queries, me],
  );
  useNews(listener);
  // What could not be read while the server was away is read as soon as it is back.
  const live = useIsLive();
  useEffect(() => {
    if (!live) return;
    void queries.invalidateQueries({ predicate: ({ state }) => state.status === "error" });
  }, [queries, live]);
  useEffect(() => () => clearTimeout(timer.current), []);
}

/** Which lists a fact makes old; a new snapshot (`is` null) may have skipped any of them. */
function keysOf(kind: string, is: string | null): string[] {
  if (is === "member.changed") return ["members", "me"];
  if (is === "appointment.changed" || is === "request.changed") return ["appointment-counts"];
  if (is === "edition.changed") return ["editions"];
  if (is !== null) return [];
  if (kind === "inbox") return ["appointments", "appointment-counts", "requests", "appointment"];
  if (kind === "company") return ["members"];
  return [];
}
