import type { Outcome } from "./calls";

/** What tabs of one browser tell each other about the queue. */
export type TabMessage =
  | { is: "changed" }
  /** A command was answered: whichever tab waits for it says `heard`. */
  | { is: "settled"; key: string; outcome: Outcome }
  | { is: "heard"; key: string };

/** The other tabs: a lock that one of them holds, and a way to speak to the rest. */
export interface Tabs {
  /** Runs alone among all tabs; waits for its turn. */
  alone(name: string, run: () => Promise<void>): Promise<void>;
  tell(message: TabMessage): void;
  listen(listener: (message: TabMessage) => void): () => void;
}

/** Web Locks and a BroadcastChannel; without them (an insecure origin) each tab is on its own. */
export function browserTabs(): Tabs {
  const channel = "BroadcastChannel" in globalThis ? new BroadcastChannel("parley.queue") : null;
  return {
    async alone(name, run) {
      if (navigator.locks) await navigator.locks.request(name, run);
      else await run();
    },
    tell: (message) => channel?.postMessage(message),
    listen(listener) {
      const heard = (event: MessageEvent<TabMessage>) => listener(event.data);
      channel?.addEventListener("message", heard);
      return () => channel?.removeEventListener("message", heard);
    },
  };
}
