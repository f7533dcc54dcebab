// @vitest-environment happy-dom
import { cleanup, fireEvent, screen } from "@testing-library/react";
import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Edition, Me, Period } from "@/protocol";
import { type Live, openLive } from "@/shared/testing/live";
import { momentOf } from "@/shared/time/zones";
import { SlotGrid } from "./slot_grid";

const DAY = "2026-10-15";
const NINE = momentOf(DAY, "09:00", "Asia/Shanghai");
const HALF_HOUR = 1_800_000;
const edition = { id: "e", zone: "Asia/Shanghai", rules: { minutes: 30 } } as Edition;
const me = { user: { id: "u1", zone: "America/Sao_Paulo" } } as Me;

let live: Live;
const onPick = vi.fn();

function period(index: number, state: Period["state"]) {
  return { start: NINE + index * HALF_HOUR, end: NINE + (index + 1) * HALF_HOUR, state };
}

async function open(): Promise<HTMLElement> {
  const grid = <SlotGrid grid="g" day={DAY} edition={edition} selected={[]} onPick={onPick} />;
  live = await openLive(grid, me, NINE + 1);
  live.snapshot("inbox/u1", {
    notices: [],
    unread: 0,
    busy: [{ appointment: "a1", start: NINE + 3 * HALF_HOUR, end: NINE + 4 * HALF_HOUR }],
  });
  const states: Period["state"][] = ["free", "free", "requested", "free", "busy"];
  const periods = states.map((state, index) => period(index, state));
  live.snapshot(`slots/g/${DAY}`, { periods, minutes: 30, policy: "soft" });
  return live.container;
}

/** What a screen reader says: the text without what is hidden from it. */
function textOf(element: Element | null): string | undefined {
  const copy = element?.cloneNode(true) as Element | undefined;
  for (const hidden of copy?.querySelectorAll("[aria-hidden]") ?? []) hidden.remove();
  return copy?.textContent ?? undefined;
}

beforeEach(() => onPick.mockReset());
afterEach(cleanup);

describe("the slot grid", () => {
  it("names each period's time, state and local time with its day", async () => {
    await open();
    const names = screen.getAllByRole("gridcell").map((cell) => textOf(cell.firstElementChild));
    expect(names).toEqual([
      "09:00–09:30, Local time 22:00 previous day, past",
      "09:30–10:00, Local time 22:30 previous day, free",
      "10:00–10:30, Local time 23:00 previous day, requested",
      "10:30–11:00, Local time 23:30 previous day, you are busy, See your appointment",
      "11:00–11:30, Local time 00:00, exhibitor busy",
    ]);
    expect(screen.getByRole("link").getAttribute("href")).toBe("/appointments/a1");
  });

  it("lets only open periods be picked, and turns gray by a fact", async () => {
    await open();
    fireEvent.click(screen.getByRole("button", { name: /exhibitor busy/ }));
    expect(onPick).not.toHaveBeenCalled();
    fireEvent.click(screen.getByRole("button", { name: /^09:30/ }));
    expect(onPick).toHaveBeenCalledWith(NINE + HALF_HOUR, NINE + 2 * HALF_HOUR);
    live.fact(`slots/g/${DAY}`, 2, "period.changed", { start: NINE + HALF_HOUR, state: "busy" });
    const gray = screen.getByRole("button", { name: /^09:30.*exhibitor busy/ });
    expect(gray.getAttribute("aria-disabled")).toBe("true");
  });

  it("is one stop for the tab key, and the arrows move within", async () => {
    const container = await open();
    const stops = () => [...container.querySelectorAll<HTMLElement>('[data-cell][tabindex="0"]')];
    expect(stops()).toHaveLength(1);
    stops()[0]?.focus();
    fireEvent.keyDown(stops()[0] as HTMLElement, { key: "ArrowRight" });
    expect(textOf(document.activeElement)).toMatch(/^09:30/);
    expect(stops()).toHaveLength(1);
  });

  it("has nothing that axe objects to", async () => {
    const container = await open();
    const { violations } = await axe.run(container, {
      rules: { "color-contrast": { enabled: false } },
    });
    expect(violations.map(({ id }) => id)).toEqual([]);
  });
});
