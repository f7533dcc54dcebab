import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import type { Appointment, AppointmentPage, Id, Millis } from "@/protocol";
import { get, query } from "@/shared/api";
import { useNews, useRealtime, useTopicState } from "@/shared/live/realtime";
import { useMe } from "@/shared/live/session";
import { belongs, type Tab } from "../bucket";

export interface ListChoice {
  edition: Id;
  scope: "mine" | "company";
  status: Tab;
  page: number;
  size: number;
}

/** A page and the moment from which on a row can be news to it. */
interface ReadPage extends AppointmentPage {
  readAt: Millis;
}

function read(choice: ListChoice): Promise<AppointmentPage> {
  const { status, ...rest } = choice;
  return get(`/appointments${query({ ...rest, status: status === "all" ? "" : status })}`);
}

/** Whether a row came under this tab after the page was read, and not merely changed elsewhere. */
function isNews(appointment: Appointment, tab: Tab, readAt: Millis): boolean {
  if (!belongs(appointment.status, tab)) return false;
  const came =
    tab === "all" || tab === "pending" ? appointment.requested_at : appointment.answered_at;
  return came === null || came >= readAt;
}

/**
 * One page of appointments. Rows change in place when facts arrive; rows that are not on the page
 * are only counted, and shown when the reader asks for them, so that nothing moves by itself.
 */
export function useList(choice: ListChoice) {
  const queries = useQueryClient();
  const { clocks } = useRealtime();
  const me = useMe();
  // Whose facts tell of changes: the reader's own, or those that his company's admins hear.
  useTopicState(
    choice.scope === "company" && me.company ? `company/${me.company.id}` : `inbox/${me.user.id}`,
  );
  const key = ["appointments", choice] as const;
  const [unseen, setUnseen] = useState<ReadonlySet<Id>>(new Set());
  const [changed, setChanged] = useState<ReadonlySet<Id>>(new Set());
  const current = useRef({ key, choice, unseen });
  current.current = { key, choice, unseen };
  const page = useQuery({
    queryKey: key,
    queryFn: async (): Promise<ReadPage> => {
      const readAt = clocks.fair();
      const announced = current.current.unseen;
      const answer = await read(choice);
      // What was announced before is in the answer, or it is true no more: a restored server may not know it.
      setUnseen((known) => new Set([...known].filter((id) => !announced.has(id))));
      return { ...answer, readAt };
    },
    placeholderData: keepPreviousData,
    // Another tab or page may have changed what was read before.
    refetchOnMount: "always",
  });
  const { edition, scope } = choice;
  const counts = useQuery({
    queryKey: ["appointment-counts", edition, scope],
    queryFn: () => read({ edition, scope, status: "all", page: 1, size: 1 }),
    select: (answer) => answer.counts,
    refetchOnMount: "always",
  });
  const place = JSON.stringify(choice);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another page begins without news
  useEffect(() => {
    setUnseen(new Set());
    setChanged(new Set());
  }, [place]);

  const take = useCallback(
    (appointment: Appointment) => {
      const { key: at, choice: now } = current.current;
      const shown = queries.getQueryData<ReadPage>(at);
      if (!shown || appointment.edition !== now.edition) return;
      if (shown.items.some(({ id }) => id === appointment.id)) {
        const items = shown.items.map((one) => (one.id === appointment.id ? appointment : one));
        queries.setQueryData<ReadPage>(at, { ...shown, items });
        setChanged((known) => new Set(known).add(appointment.id));
      } else if (isNews(appointment, now.status, shown.readAt)) {
        setUnseen((known) => new Set(known).add(appointment.id));
      }
    },
    [queries],
  );
  useNews(
    useCallback(
      ({ topic, fact }) => {
        if (fact?.is !== "appointment.changed") return;
        if (!topic.startsWith(scope === "company" ? "company/" : "inbox/")) return;
        take((fact.with as { appointment: Appointment }).appointment);
      },
      [scope, take],
    ),
  );
  // The line stays until the rows are there, so that it is not lost with an answer that never comes.
  const showUnseen = () => {
    setChanged(new Set());
    void page.refetch();
  };
  return {
    page,
    counts: counts.data ?? page.data?.counts,
    unseen: unseen.size,
    changed,
    showUnseen,
  };
}
