import { describe, expect, it } from "vitest";
import type { Edition } from "@/protocol";
import { changeOf, differing, fieldsOf, realEdits } from "./draft";

const edition = {
  id: "e",
  name: "The 128th",
  zone: "Asia/Shanghai",
  first_day: "2026-10-15",
  last_day: "2026-10-24",
  revision: 3,
  current: true,
  rules: {
    hours: [["09:00", "12:00"]],
    minutes: 30,
    policy: "soft",
    hold_ms: 120_000,
    answer_ms: 86_400_000,
    open_requests: 50,
    closed: [{ day: "2026-10-24", from: "09:00", to: "12:00" }],
  },
} satisfies Edition;

describe("what an organiser typed", () => {
  it("is only what differs, whoever else changed the rest", () => {
    expect(realEdits({ name: "The 128th", minutes: 30 }, edition)).toEqual({});
    expect(realEdits({ minutes: 20 }, edition)).toEqual({ minutes: 20 });
    const other = { ...edition, rules: { ...edition.rules, open_requests: 9 } };
    expect(differing(fieldsOf(edition), fieldsOf(other))).toEqual(["open_requests"]);
  });

  it("is sent as a change of those fields, with all the rules if one of them is among them", () => {
    expect(changeOf({ name: "Autumn" }, edition)).toEqual({ name: "Autumn" });
    expect(changeOf({ minutes: 20 }, edition)).toEqual({
      rules: { ...edition.rules, minutes: 20 },
    });
    const cut = changeOf({ last_day: "2026-10-23", minutes: 20 }, edition);
    expect(cut).toEqual({
      last_day: "2026-10-23",
      rules: { ...edition.rules, minutes: 20, closed: [] },
    });
  });
});
