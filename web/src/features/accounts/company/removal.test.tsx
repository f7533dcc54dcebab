// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import type { Invitation, Me, Member, Side } from "@/protocol";
import { type Live, openLive, serve } from "@/shared/testing/live";
import { Invitations } from "./invitations";
import { Removal } from "./removal";

const NOW = Date.UTC(2026, 9, 14, 1);
const member = (user: string, name: string) => ({ user, name }) as Member;
const li = member("li", "Li");
const people = [member("chen", "Chen"), member("wang", "Wang")];

function admin(kind: Side): Me {
  return {
    user: { id: "chen", name: "Chen", zone: "Asia/Shanghai" },
    company: { id: "tayo", kind, admin: true },
    exhibitors: [],
  } as unknown as Me;
}

/** The commands that left the page. */
function sent(live: Live, name: string): unknown[] {
  return live.world.socket.sent.filter((frame) => frame.do === name).map((frame) => frame.in);
}

async function open(kind: Side, ahead: object): Promise<Live> {
  serve((path) => (path.endsWith("/members/li/ahead") ? ahead : null));
  const nothing = () => {};
  const dialog = <Removal member={li} colleagues={people} onRemoved={nothing} onClose={nothing} />;
  return openLive(dialog, admin(kind), NOW);
}

const press = async (name: string) => {
  const dialog = await screen.findByRole("dialog");
  fireEvent.click(within(dialog).getByRole("button", { name }));
};

afterEach(cleanup);

describe("removing somebody", () => {
  it("says how much is his before it is confirmed", async () => {
    await open("exhibitor", { pending: 3, accepted: 1 });
    const counts = await screen.findByTestId("ahead");
    expect(counts.textContent).toContain("1 accepted appointment to come");
    expect(counts.textContent).toContain("3 requests that wait for an answer");
    expect(screen.getByRole("combobox").getAttribute("placeholder")).toContain("The queue");
  });

  it("leaves an exhibitor's to the queue and a buyer's to the admin unless somebody is named", async () => {
    let live = await open("exhibitor", { pending: 0, accepted: 1 });
    await screen.findByTestId("ahead");
    await press("Remove");
    await waitFor(() => expect(sent(live, "staff.remove")).toEqual([{ user: "li" }]));
    cleanup();
    live = await open("buyer", { pending: 0, accepted: 1 });
    await screen.findByTestId("ahead");
    await press("Remove");
    await waitFor(() => expect(sent(live, "staff.remove")).toEqual([{ user: "li", to: "chen" }]));
  });

  it("asks for nobody when there is nothing to take over", async () => {
    await open("exhibitor", { pending: 0, accepted: 0 });
    await screen.findByText("Nothing lies ahead.");
    expect(screen.queryByRole("combobox")).toBeNull();
  });
});

describe("an open invitation", () => {
  it("says until when it counts and can be withdrawn", async () => {
    const eva = { id: "i", name: "Eva", email: "eva@x.example", expires_at: NOW } as Invitation;
    const live = await openLive(<Invitations invitations={[eva]} />, admin("buyer"), NOW);
    expect(screen.getByTestId("invitation").textContent).toContain("Valid until 14 Oct 2026");
    fireEvent.click(screen.getByRole("button", { name: "Withdraw the invitation of Eva" }));
    await waitFor(() => expect(sent(live, "staff.withdraw")).toEqual([{ invitation: "i" }]));
  });
});
