import { describe, expect, it } from "vitest";
import { isClosed, spansOf, switched } from "./week";

const RULES = {
  hours: [
    ["09:00", "12:00"],
    ["13:00", "18:00"],
  ] as [string, string][],
  minutes: 30,
};
const DAY = "2026-10-16";
const [morning = [], afternoon = []] = spansOf(RULES);

describe("a week's periods", () => {
  it("are the whole periods of each span", () => {
    expect(morning).toHaveLength(6);
    expect(afternoon.at(-1)).toBe(17 * 60 + 30);
    expect(spansOf({ hours: [["09:00", "10:10"]], minutes: 30 })).toEqual([[540, 570]]);
    expect(spansOf({ hours: [["09:00", "10:10"]], minutes: Number.NaN })).toEqual([[]]);
  });

  it("close as one stretch and open again one by one", () => {
    const closed = switched([], DAY, { starts: afternoon, to: "closed" }, RULES);
    expect(closed).toEqual([{ day: DAY, from: "13:00", to: "18:00" }]);
    const opened = switched(closed, DAY, { starts: [14 * 60], to: "open" }, RULES);
    expect(opened).toEqual([
      { day: DAY, from: "13:00", to: "14:00" },
      { day: DAY, from: "14:30", to: "18:00" },
    ]);
    expect(isClosed(opened, DAY, 14 * 60, 30)).toBe(false);
    expect(isClosed(opened, "2026-10-17", 15 * 60, 30)).toBe(false);
    const back = switched(opened, DAY, { starts: [14 * 60], to: "closed" }, RULES);
    expect(back).toEqual(closed);
  });

  it("leave other days, and hours without a period, as they were", () => {
    const others = [
      { day: DAY, from: "12:00", to: "13:00" },
      { day: "2026-10-17", from: "09:00", to: "09:30" },
    ];
    const closed = switched(others, DAY, { starts: [540], to: "closed" }, RULES);
    expect(closed).toEqual([{ day: DAY, from: "09:00", to: "09:30" }, ...others]);
    expect(switched(closed, DAY, { starts: [540], to: "open" }, RULES)).toEqual(others);
  });
});
