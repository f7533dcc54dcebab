import {
  createContext,
  type ReactNode,
  use,
  useEffect,
  useState,
  useSyncExternalStore,
} from "react";
import type { StateOf, Topic } from "@/protocol/facts";
import type { Realtime } from "@/realtime/client";
import type { LinkState } from "@/realtime/link";
import type { Kept } from "@/realtime/queue_store";
import type { TopicNews, TopicView } from "@/realtime/subscriptions";
import { type Readable, Value } from "@/realtime/value";

const RealtimeContext = createContext<Realtime | null>(null);

/** Hands the realtime client to everything below. */
export function RealtimeProvider(props: { client: Realtime; children: ReactNode }) {
  return <RealtimeContext value={props.client}>{props.children}</RealtimeContext>;
}

/** The realtime client of the signed-in person. */
export function useRealtime(): Realtime {
  const client = use(RealtimeContext);
  if (!client) throw new Error("no realtime client above");
  return client;
}

/** A readable's current value, drawn again when it changes. */
export function useReadable<T>(readable: Readable<T>): T {
  return useSyncExternalStore(readable.subscribe, readable.get);
}

/** Where the connection stands. */
export function useLink(): LinkState {
  return useReadable(useRealtime().link.state);
}

/** Whether the server is being heard right now. */
export function useIsLive(): boolean {
  return useLink().is === "live";
}

const LOADING = new Value<TopicView<never>>({ is: "loading" });

/** Follows a topic as long as the component is shown; null follows nothing. */
export function useTopic<T extends Topic>(topic: T | null): TopicView<StateOf<T>> {
  const { topics } = useRealtime();
  const [view, setView] = useState<Readable<TopicView<StateOf<T>>>>(LOADING);
  useEffect(() => {
    if (topic === null) return;
    const followed = topics.follow(topic);
    setView(followed.view);
    return () => {
      followed.release();
      setView(LOADING);
    };
  }, [topics, topic]);
  return useReadable(view);
}

/** The state of a topic once it is there. */
export function useTopicState<T extends Topic>(topic: T | null): StateOf<T> | null {
  const view = useTopic(topic);
  return view.is === "ready" ? view.state : null;
}

/** Calls back with each fact of any followed topic; a null fact stands for a new snapshot. */
export function useNews(listener: (news: TopicNews) => void): void {
  const { topics } = useRealtime();
  useEffect(() => topics.news.listen(listener), [topics, listener]);
}

/** The commands that wait for their answer, oldest first. */
export function useWaiting(): readonly Kept[] {
  return useReadable(useRealtime().queue.waiting);
}
