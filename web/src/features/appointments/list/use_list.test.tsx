// @vitest-environment happy-dom
import { act, cleanup, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Appointment, Me } from "@/protocol";
import { type Live, openLive, serve } from "@/shared/testing/live";
import { useList } from "./use_list";

const NOW = Date.UTC(2026, 9, 14, 1);
const me = { user: { id: "ana", zone: "UTC" }, company: null, exhibitors: [] } as unknown as Me;
const one = (id: string) =>
  ({ id, edition: "e", status: "pending", requested_at: NOW }) as Appointment;

function Shown() {
  const { page, unseen } = useList({
    edition: "e",
    scope: "mine",
    status: "all",
    page: 1,
    size: 10,
  });
  return <p data-testid="list">{`${page.data?.items.map(({ id }) => id)}, ${unseen} new`}</p>;
}

const shown = () => screen.getByTestId("list").textContent;
let live: Live;
let stored: Appointment[];

beforeEach(async () => {
  stored = [one("a")];
  serve(() => ({ items: stored, counts: {} }));
  live = await openLive(<Shown />, me, NOW);
  live.snapshot("inbox/ana", { notices: [], unread: 0, busy: [] });
  await waitFor(() => expect(shown()).toBe("a, 0 new"));
});
afterEach(cleanup);

const came = (seq: number, id: string) =>
  live.fact("inbox/ana", seq, "appointment.changed", { appointment: one(id) });
const readAgain = () => act(() => live.queries.invalidateQueries({ queryKey: ["appointments"] }));

describe("a list of appointments", () => {
  it("announces what came since it was read", () => {
    came(2, "b");
    came(3, "c");
    expect(shown()).toBe("a, 2 new");
  });

  it("announces nothing when it was read again, not even what a restored server has forgotten", async () => {
    came(2, "b");
    came(3, "c");
    stored = [one("b"), one("a")];
    await readAgain();
    await waitFor(() => expect(shown()).toBe("b,a, 0 new"));
  });

  it("announces what came while it was being read and is not in the answer", async () => {
    came(2, "b");
    let answer = (_: Response) => {};
    const open = new Promise<Response>((done) => {
      answer = done;
    });
    globalThis.fetch = () => open;
    const reading = readAgain();
    came(3, "c");
    answer(new Response(JSON.stringify({ items: [one("b"), one("a")], counts: {} })));
    await reading;
    await waitFor(() => expect(shown()).toBe("b,a, 1 new"));
  });
});
