import { queryOptions } from "@tanstack/react-query";
import type { Me } from "@/protocol";
import { Realtime } from "@/realtime/client";
import { browserPlatform } from "@/realtime/platform";
import { firstWorking, indexedStore, memoryStore } from "@/realtime/queue_store";
import { browserTabs } from "@/realtime/tabs";
import { get } from "@/shared/api";
import { ME } from "@/shared/live/session";

/** Who is signed in; the first thing every page of the frame needs. */
export const meQuery = queryOptions({ queryKey: ME, queryFn: () => get<Me>("/me") });

const VERSION = "web 0.1";

/** Opens the one connection of this tab for this person. */
export function openRealtime(me: Me): Realtime {
  const url = new URL("/ws", window.location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  const client = new Realtime(
    {
      platform: browserPlatform(url.href),
      store: firstWorking(indexedStore(), memoryStore()),
      tabs: browserTabs(),
      client: VERSION,
    },
    { user: me.user.id, epoch: me.epoch, fair: me.fair, machine: me.machine, clock: me.clock },
  );
  const poke = () => {
    if (document.visibilityState === "visible") client.link.poke();
  };
  // Of a cable that was pulled a socket says nothing; the browser does.
  const probe = () => client.link.poke();
  window.addEventListener("online", poke);
  window.addEventListener("offline", probe);
  document.addEventListener("visibilitychange", poke);
  client.scope.add(() => {
    window.removeEventListener("online", poke);
    window.removeEventListener("offline", probe);
    document.removeEventListener("visibilitychange", poke);
  });
  client.start();
  return client;
}
