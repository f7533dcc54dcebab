import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import {
  createMemoryHistory,
  createRootRoute,
  createRouter,
  RouterContextProvider,
} from "@tanstack/react-router";
import { act, render } from "@testing-library/react";
import type { ReactNode } from "react";
import { vi } from "vitest";
import type { Me } from "@/protocol";
import { Realtime } from "@/realtime/client";
import { memoryStore } from "@/realtime/queue_store";
import { FakeBrowser, FakeWorld } from "@/realtime/testing/fake";
import { startTranslation } from "@/shared/i18n";
import { RealtimeProvider } from "@/shared/live/realtime";
import { MeProvider } from "@/shared/live/session";

/** A page under test: its far end is the test, its time stands still. */
export interface Live {
  container: HTMLElement;
  world: FakeWorld;
  client: Realtime;
  queries: QueryClient;
  snapshot(topic: string, state: object): void;
  fact(topic: string, seq: number, is: string, body: object): void;
}

/** Shows a component as it would stand in the frame, at this fair time. */
export async function openLive(ui: ReactNode, me: Me, fair: number): Promise<Live> {
  window.matchMedia = ((query: string) => ({
    matches: false,
    media: query,
    addEventListener: () => {},
    removeEventListener: () => {},
  })) as never;
  await startTranslation();
  const world = new FakeWorld();
  const start = { user: me.user.id, epoch: "e1", fair: 1, machine: 1, clock: "real" as const };
  const tabs = new FakeBrowser().tab();
  const client = new Realtime({ platform: world, store: memoryStore(), tabs, client: "t" }, start);
  client.start();
  world.socket.greet({ fair, user: me.user.id });
  const router = createRouter({ routeTree: createRootRoute(), history: createMemoryHistory() });
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const { container } = render(
    <RouterContextProvider router={router as never}>
      <MantineProvider env="test">
        <QueryClientProvider client={queries}>
          <MeProvider me={me}>
            <RealtimeProvider client={client}>{ui}</RealtimeProvider>
          </MeProvider>
        </QueryClientProvider>
      </MantineProvider>
    </RouterContextProvider>,
  );
  const say = (frame: object) => act(() => world.socket.say(frame));
  return {
    container,
    world,
    client,
    queries,
    snapshot: (on, state) => say({ on, reset: { seq: 1, part: 1, of: 1, state } }),
    fact: (on, seq, is, body) => say({ on, seq, v: 1, at: 1, by: null, is, with: body }),
  };
}

/** Answers every read over HTTP by its path. */
export function serve(answer: (path: string) => unknown): void {
  vi.stubGlobal("fetch", (path: string) =>
    Promise.resolve(new Response(JSON.stringify(answer(path)), { status: 200 })),
  );
}
