import { describe, expect, it } from "vitest";
import type { Period } from "@/protocol";
import { cellsOf, isOpen, moveTo } from "./cells";

const period = (start: number, state: Period["state"], until?: number): Period => ({
  start,
  end: start + 30,
  state,
  ...(until === undefined ? {} : { until }),
});
const states = (...args: Parameters<typeof cellsOf>) => cellsOf(...args).map((cell) => cell.state);

describe("cells", () => {
  it("show the public colours of what lies ahead", () => {
    const periods = [period(100, "free"), period(130, "requested"), period(160, "busy")];
    expect(states(periods, [], 0, null)).toEqual(["free", "requested", "exhibitor_busy"]);
  });

  it("are past from their start on", () => {
    expect(states([period(100, "free"), period(130, "free")], [], 100, null)).toEqual([
      "past",
      "free",
    ]);
  });

  it("lay the reader's own engagement over everything ahead, with the way to it", () => {
    const busy = [{ appointment: "a", start: 110, end: 130 }];
    const cells = cellsOf([period(100, "busy"), period(130, "free")], busy, 0, null);
    expect(cells.map((cell) => cell.state)).toEqual(["you_busy", "free"]);
    expect(cells[0]?.appointment).toBe("a");
  });

  it("tell an own hold from another's, and see a hold end by itself", () => {
    const periods = [period(100, "held", 50), period(130, "held", 90)];
    expect(states(periods, [], 10, 100)).toEqual(["held_mine", "held"]);
    expect(states(periods, [], 60, null)).toEqual(["free", "held"]);
  });

  it("can be chosen when free, requested or held for the reader", () => {
    const open = cellsOf(
      [period(1, "free"), period(31, "requested"), period(61, "held"), period(91, "busy")],
      [],
      0,
      null,
    ).map(isOpen);
    expect(open).toEqual([true, true, false, false]);
  });
});

describe("arrow keys", () => {
  it("move within rows and columns and stop at the border", () => {
    expect(moveTo("ArrowRight", 0, 4, 10)).toBe(1);
    expect(moveTo("ArrowDown", 1, 4, 10)).toBe(5);
    expect(moveTo("ArrowDown", 7, 4, 10)).toBeNull();
    expect(moveTo("ArrowUp", 2, 4, 10)).toBeNull();
    expect(moveTo("Home", 6, 4, 10)).toBe(4);
    expect(moveTo("End", 9, 4, 10)).toBe(9);
    expect(moveTo("a", 3, 4, 10)).toBeNull();
  });
});
