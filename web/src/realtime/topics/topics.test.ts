import { describe, expect, it } from "vitest";
import type { Fact, Topic } from "@/protocol/facts";
import { reducerOf } from ".";

let seq = 0;
function fact(is: string, body: object): Fact {
  seq += 1;
  return { on: "", seq, v: 1, at: 1_000, is, with: body };
}

function fold(topic: Topic, snapshot: object, ...facts: Fact[]): unknown {
  const reducer = reducerOf(topic);
  return facts.reduce<unknown>((state, next) => {
    const once = reducer.fold(state, next);
    // Hearing a fact twice is harmless.
    expect(reducer.fold(once, next)).toEqual(once);
    return once;
  }, reducer.snapshot(snapshot));
}

const pending = { id: "a", status: "pending" };

describe("reducers", () => {
  it("slots: a period takes its new colour whole, a day is replaced whole", () => {
    const held = { start: 1, end: 2, state: "held", until: 9 };
    const day = { periods: [held], minutes: 30, policy: "hold" };
    expect(
      fold("slots/g/2026-10-15", day, fact("period.changed", { start: 1, state: "free" })),
    ).toEqual({ ...day, periods: [{ start: 1, end: 2, state: "free" }] });
    const other = { periods: [], minutes: 15, policy: "soft" };
    expect(fold("slots/g/2026-10-15", day, fact("grid.changed", other))).toEqual(other);
  });

  it("inbox: notices newest first, the count from the server, own busy periods", () => {
    const empty = { notices: [], unread: 0, busy: [] };
    expect(
      fold(
        "inbox/u",
        empty,
        fact("notice.added", { notice: { id: "n1", at: 1 }, unread: 1 }),
        fact("notice.added", { notice: { id: "n2", at: 2 }, unread: 2 }),
        fact("busy.changed", { appointment: "a", start: 5, end: 6 }),
        fact("busy.changed", { appointment: "b", start: 7, end: 8 }),
        fact("busy.changed", { appointment: "a", start: 5, end: 0 }),
        fact("appointment.changed", { appointment: pending }),
        fact("notices.read", { until: 2, unread: 0 }),
      ),
    ).toEqual({
      notices: [
        { id: "n2", at: 2 },
        { id: "n1", at: 1 },
      ],
      unread: 0,
      busy: [{ appointment: "b", start: 7, end: 8 }],
    });
  });

  it("desk: an answered request leaves", () => {
    const accepted = fact("request.changed", { appointment: { id: "a", status: "accepted" } });
    expect(
      fold("desk/x", { requests: [] }, fact("request.changed", { appointment: pending })),
    ).toEqual({ requests: [pending] });
    expect(fold("desk/x", { requests: [pending] }, accepted)).toEqual({ requests: [] });
  });

  it("negotiation: an appointment changes in place, a new one comes first", () => {
    const rejected = { ...pending, status: "rejected" };
    expect(
      fold(
        "negotiation/n",
        { negotiation: { id: "n" }, appointments: [pending] },
        fact("appointment.rejected", { appointment: rejected }),
        fact("appointment.requested", { appointment: { id: "b", status: "pending" } }),
      ),
    ).toMatchObject({ appointments: [{ id: "b" }, { id: "a", status: "rejected" }] });
  });

  it("company: members come, change and go", () => {
    const ana = { user: "u", name: "Ana", admin: false };
    expect(
      fold(
        "company/c",
        { members: [], pending: 0 },
        fact("member.changed", { ...ana, present: true }),
        fact("member.changed", { ...ana, admin: true, present: true }),
      ),
    ).toEqual({ members: [{ ...ana, admin: true }], pending: 0 });
    expect(
      fold("company/c", { members: [ana] }, fact("member.changed", { ...ana, present: false })),
    ).toEqual({ members: [] });
  });

  it("fair: a rules revision and the announcement", () => {
    expect(
      fold(
        "fair/e",
        { edition: { id: "e", revision: 1 }, announcement: null },
        fact("rules.changed", { revision: 2, rules: { policy: "hold" } }),
        fact("edition.changed", { edition: { id: "e", revision: 3 } }),
        fact("rules.changed", { revision: 4, rules: { policy: "hold" } }),
        fact("sections.changed", { sections: { revision: 2, groups: [] } }),
        fact("announced", { text: "Lunch" }),
      ),
    ).toEqual({
      edition: { id: "e", revision: 4, rules: { policy: "hold" } },
      announcement: { text: "Lunch", at: 1_000 },
      sections: { revision: 2, groups: [] },
    });
  });

  it("say so when they do not know a kind", () => {
    for (const kind of ["slots", "fair", "negotiation", "inbox", "desk", "company"]) {
      const reducer = reducerOf(`${kind}/x` as Topic);
      expect(reducer.fold(reducer.snapshot({}), fact("never.heard", {}))).toBeNull();
    }
  });
});
