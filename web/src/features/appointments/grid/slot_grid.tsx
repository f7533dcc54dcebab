import { Text } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Day, Edition, Millis } from "@/protocol";
import { useTopic } from "@/shared/live/realtime";
import { useInbox } from "@/shared/live/session";
import { useFair, useLanguage } from "@/shared/live/time";
import { formatDay } from "@/shared/time/format";
import { Loading, Problem } from "@/shared/ui/states";
import { cellsOf, moveTo } from "./cells";
import { SlotCell } from "./slot_cell";
import classes from "./slot_grid.module.css";

/** Wide enough for a time and "previous day" on a desk, three in a row on a phone. */
const CELL_WIDTH = 116;

interface SlotGridProps {
  grid: string;
  day: Day;
  edition: Edition;
  selected: readonly Millis[];
  /** The start of the period that is held for the reader, if any. */
  ownHold?: Millis | null;
  onPick(start: Millis, end: Millis): void;
}

/** One day of a salesperson or of the queue, live: every colour changes under the reader's eyes. */
export function SlotGrid(props: SlotGridProps) {
  const { grid, day, edition, selected, ownHold = null, onPick } = props;
  const { t } = useTranslation();
  const language = useLanguage();
  const fair = useFair(1_000);
  const inbox = useInbox();
  const view = useTopic(`slots/${grid}/${day}`);
  const { ref, width } = useElementSize();
  const columns = Math.max(3, Math.min(8, Math.floor(width / CELL_WIDTH)));
  const { focused, setFocused, onKeyDown, holder } = useRoving(columns);
  if (view.is === "loading") return <Loading />;
  if (view.is === "gone") return <Problem error={null} />;
  // A hold reaches the reader's own busy list too; his grid shows it as held, not as busy.
  const busy = (inbox?.busy ?? []).filter((one) => one.start !== ownHold);
  const cells = cellsOf(view.state.periods, busy, fair, ownHold);
  if (cells.length === 0) return <Text c="dimmed">{t("schedule.noneThatDay")}</Text>;
  const active = Math.min(focused ?? Math.max(0, firstOf(cells, selected)), cells.length - 1);
  const rows = chunk(cells, columns);
  return (
    <div ref={ref}>
      {/* biome-ignore lint/a11y/useSemanticElements: a grid of choices is no table of data */}
      <div
        role="grid"
        ref={holder}
        className={classes.grid}
        style={{ gridTemplateColumns: `repeat(${columns}, 1fr)` }}
        aria-label={t("schedule.grid", { day: formatDay(day, language) })}
        data-testid="slot-grid"
        onKeyDown={(event) => onKeyDown(event, cells.length, active)}
        tabIndex={-1}
      >
        {rows.map((row, index) => (
          // biome-ignore lint/a11y/useSemanticElements: see above
          // biome-ignore lint/a11y/useFocusableInteractive: the cells take the focus
          <div role="row" className={classes.row} key={row[0]?.start ?? index}>
            {row.map((cell, column) => {
              const place = index * columns + column;
              return (
                <SlotCell
                  key={cell.start}
                  cell={cell}
                  zone={edition.zone}
                  selected={selected.includes(cell.start)}
                  tabIndex={place === active ? 0 : -1}
                  onFocus={() => setFocused(place)}
                  onPick={() => onPick(cell.start, cell.end)}
                />
              );
            })}
          </div>
        ))}
      </div>
    </div>
  );
}

/** Keeps one cell in the tab order and moves the focus with the arrow keys. */
function useRoving(columns: number) {
  const [focused, setFocused] = useState<number | null>(null);
  const holder = useRef<HTMLDivElement>(null);
  const move = useRef(false);
  useEffect(() => {
    if (!move.current || focused === null) return;
    move.current = false;
    holder.current?.querySelectorAll<HTMLElement>("[data-cell]")[focused]?.focus();
  }, [focused]);
  const onKeyDown = (event: KeyboardEvent, count: number, from: number) => {
    const to = moveTo(event.key, from, columns, count);
    if (to === null) return;
    event.preventDefault();
    move.current = true;
    setFocused(to);
  };
  return { focused, setFocused, onKeyDown, holder };
}

function firstOf(cells: { start: Millis }[], selected: readonly Millis[]): number {
  return cells.findIndex((cell) => selected.includes(cell.start));
}

function chunk<T>(items: T[], size: number): T[][] {
  const rows: T[][] = [];
  for (let at = 0; at < items.length; at += size) rows.push(items.slice(at, at + size));
  return rows;
}
