import { describe, expect, it } from "vitest";
import { belongs, isOpenNow } from "./bucket";

describe("tabs", () => {
  it("keep expired requests under Cancelled", () => {
    expect(belongs("expired", "cancelled")).toBe(true);
    expect(belongs("expired", "pending")).toBe(false);
    expect(belongs("rejected", "all")).toBe(true);
  });
});

describe("an action's window", () => {
  it("is closed when the server does not name it", () => {
    expect(isOpenNow(undefined, 5)).toBe(false);
    expect(isOpenNow(null, 5)).toBe(false);
  });

  it("opens and closes with fair time", () => {
    expect(isOpenNow({}, 5)).toBe(true);
    expect(isOpenNow({ from: 6 }, 5)).toBe(false);
    expect(isOpenNow({ until: 5 }, 5)).toBe(false);
    expect(isOpenNow({ from: 4, until: 6 }, 5)).toBe(true);
  });
});
