// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Appointment, Edition, Me } from "@/protocol";
import { EditionProvider } from "@/shared/live/session";
import { type Live, openLive, serve } from "@/shared/testing/live";
import { Requests } from "./requests";

const NOW = Date.UTC(2026, 9, 14, 1);
const MINUTE = 60_000;
const edition = { id: "e", name: "Fair", zone: "Asia/Shanghai", current: true } as Edition;
const nothing = { buyer: {}, buyer_admin: {}, sales: {}, seated: {}, exhibitor_admin: {} };
const me = {
  user: { id: "li", name: "Li", zone: "Asia/Shanghai" },
  company: { id: "tayo" },
  exhibitors: [{ id: "x", edition: "e" }],
} as Me;

function request(id: string, minutesAgo: number, change: Partial<Appointment> = {}): Appointment {
  return {
    id,
    edition: "e",
    topic: `Topic ${id}`,
    status: "pending",
    start: NOW + 600 * MINUTE,
    end: NOW + 630 * MINUTE,
    requested_at: NOW - minutesAgo * MINUTE,
    expires_at: NOW + 90 * MINUTE,
    buyer: { user: "ana", name: "Ana", company: "imp", company_name: "Importadora", country: "BR" },
    exhibitor: { id: "x", company: "tayo", name: "Tayo", booth: "1" },
    addressed: { user: "li", name: "Li" },
    suggested: [],
    reason: null,
    card: null,
    may: { ...nothing, sales: { accept: {}, reject: {} } },
    ...change,
  } as Appointment;
}

const topics = () => screen.getAllByTestId("request").map((row) => row.getAttribute("aria-label"));
const filled = (row: HTMLElement | undefined) =>
  [...(row?.querySelectorAll("button[data-variant=filled]") ?? [])].map((one) => one.textContent);
let live: Live;
let stored: Appointment[];

beforeEach(async () => {
  stored = [request("b", 10), request("a", 30)];
  serve((path) => (path.includes("/appointments") ? { items: stored } : null));
  const page = (
    <EditionProvider editions={[edition]}>
      <Requests />
    </EditionProvider>
  );
  live = await openLive(page, me, NOW);
  live.snapshot("desk/x", { requests: [request("q", 20, { addressed: null })] });
  live.snapshot("inbox/li", { notices: [], unread: 0, busy: [] });
  live.snapshot("fair/e", { edition, announcement: null });
  await waitFor(() => expect(screen.getAllByTestId("request")).toHaveLength(3));
});
afterEach(cleanup);

describe("the requests", () => {
  it("stand longest waiting first, those of the queue among them", () => {
    expect(topics()).toEqual([
      "Importadora: Topic a",
      "Importadora: Topic q",
      "Importadora: Topic b",
    ]);
    expect(screen.getAllByTestId("waiting")[0]?.textContent).toBe(
      "Waiting for 30 min · Expires in 1 h 30 min",
    );
  });

  it("arrive below a line, and never above what is being read", async () => {
    live.fact("inbox/li", 2, "appointment.changed", { appointment: request("n", 0) });
    await screen.findByText("1 new");
    expect(topics().at(-1)).toBe("Importadora: Topic n");
  });

  it("begin anew when they are read again, without the line and without what is no more", async () => {
    live.fact("inbox/li", 2, "appointment.changed", { appointment: request("n", 0) });
    live.fact("inbox/li", 3, "appointment.changed", { appointment: request("lost", 0) });
    await screen.findByText("2 new");
    stored = [request("n", 0), request("a", 30)];
    live.snapshot("desk/x", { requests: [] });
    await act(() => live.queries.invalidateQueries({ queryKey: ["requests"] }));
    await waitFor(() => expect(topics()).toEqual(["Importadora: Topic a", "Importadora: Topic n"]));
    expect(screen.queryByText(/ new$/)).toBeNull();
  });

  it("keep their place when they are answered, and offer what the server allows then", async () => {
    const accepted = request("a", 30, {
      status: "accepted",
      seated: { user: "li", name: "Li" },
      may: { ...nothing, seated: { cancel: {} } },
    });
    live.fact("inbox/li", 2, "appointment.changed", { appointment: accepted });
    const first = screen.getAllByTestId("request")[0] as HTMLElement;
    expect(within(first).getByTestId("status").textContent).toBe("Accepted");
    expect(
      within(first)
        .getAllByRole("button")
        .map((button) => button.textContent),
    ).toEqual(["Cancel"]);
  });

  it("offer nothing to a colleague of whoever receives the buyer", () => {
    const accepted = request("q", 20, {
      status: "accepted",
      addressed: null,
      seated: { user: "wang", name: "Wang" },
      may: { ...nothing, buyer: { cancel: {} }, seated: { cancel: {} } },
    });
    live.fact("desk/x", 2, "request.changed", { appointment: accepted });
    const row = screen.getAllByTestId("request")[1] as HTMLElement;
    expect(within(row).getByTestId("status").textContent).toBe("Accepted");
    expect(within(row).queryAllByRole("button")).toEqual([]);
  });

  it("are marked when they are in conflict, and can be rejected together", () => {
    const conflict = request("q", 20, {
      addressed: null,
      conflict: true,
      may: { ...nothing, sales: { accept: {}, reject: {}, reject_conflicting: {} } },
    });
    live.fact("desk/x", 2, "request.changed", { appointment: conflict });
    expect(screen.getByTestId("conflict").textContent).toContain("In conflict");
    expect(screen.getByRole("button", { name: "Reject conflicting" })).toBeTruthy();
    expect(filled(screen.getAllByTestId("request")[1])).toEqual(["Reject"]);
  });

  it("put rejecting first when accepting was refused because the period is taken", async () => {
    const first = screen.getAllByTestId("request")[0] as HTMLElement;
    expect(filled(first)).toEqual(["Accept"]);
    fireEvent.click(within(first).getByRole("button", { name: "Accept" }));
    const { socket } = live.world;
    const sent = await waitFor(() => socket.last("appointment.accept"));
    act(() => socket.say({ re: sent.id, no: { code: "slot_taken", text: "", more: {} } }));
    await within(first).findByRole("alert");
    expect(filled(first)).toEqual(["Reject"]);
  });
});
