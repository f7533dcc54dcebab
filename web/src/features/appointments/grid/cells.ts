import type { Busy, Id, Millis, Period } from "@/protocol";

/** What a period is to the reader at this moment. */
export type CellState =
  | "free"
  | "requested"
  | "held"
  | "held_mine"
  | "exhibitor_busy"
  | "you_busy"
  | "past";

export interface Cell {
  start: Millis;
  end: Millis;
  state: CellState;
  /** The reader's own appointment that makes him busy. */
  appointment: Id | null;
}

/** Lays the reader's own engagements and the time over the public colours of a grid. */
export function cellsOf(
  periods: readonly Period[],
  busy: readonly Busy[],
  fair: Millis,
  ownHold: Millis | null,
): Cell[] {
  return periods.map((period) => {
    const { start, end } = period;
    const own = busy.find((one) => one.start < end && one.end > start);
    return {
      start,
      end,
      state: stateOf(period, own, fair, ownHold === start),
      appointment: own?.appointment ?? null,
    };
  });
}

function stateOf(
  period: Period,
  own: Busy | undefined,
  fair: Millis,
  heldByReader: boolean,
): CellState {
  if (period.start <= fair) return "past";
  if (heldByReader) return "held_mine";
  if (own?.appointment) return "you_busy";
  switch (period.state) {
    case "busy":
      return "exhibitor_busy";
    case "held":
      // Stored state says until when; that the moment has passed is for the reader to see.
      return period.until && period.until <= fair ? "free" : "held";
    case "requested":
      return "requested";
    case "free":
      return "free";
    default:
      period.state satisfies never;
      return "exhibitor_busy";
  }
}

/** Whether a cell may be chosen. */
export function isOpen(cell: Cell): boolean {
  return cell.state === "free" || cell.state === "requested" || cell.state === "held_mine";
}

/** Where an arrow key leads from a cell, in a grid of so many columns. */
export function moveTo(key: string, from: number, columns: number, count: number): number | null {
  const to = target(key, from, columns, count);
  return to === null || to < 0 || to >= count ? null : to;
}

function target(key: string, from: number, columns: number, count: number): number | null {
  const rowStart = from - (from % columns);
  switch (key) {
    case "ArrowLeft":
      return from - 1;
    case "ArrowRight":
      return from + 1;
    case "ArrowUp":
      return from - columns;
    case "ArrowDown":
      return from + columns;
    case "Home":
      return rowStart;
    case "End":
      return Math.min(rowStart + columns, count) - 1;
    default:
      return null;
  }
}
