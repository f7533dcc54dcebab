import { VisuallyHidden } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconCheck } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useMe } from "@/shared/live/session";
import { useLanguage } from "@/shared/live/time";
import { twoTimes } from "@/shared/time/format";
import { type Cell, type CellState, isOpen } from "./cells";
import classes from "./slot_grid.module.css";

const WORDS = {
  free: "schedule.free",
  requested: "schedule.requested",
  held: "schedule.held",
  held_mine: "schedule.heldMine",
  exhibitor_busy: "schedule.exhibitorBusy",
  you_busy: "schedule.youBusy",
  past: "schedule.past",
} as const satisfies { [state in CellState]: string };

interface SlotCellProps {
  cell: Cell;
  zone: string;
  selected: boolean;
  tabIndex: number;
  onFocus(): void;
  onPick(): void;
}

/** One period: fair time large, local time small, and its state in words as well as in colour. */
export function SlotCell({ cell, zone, selected, tabIndex, onFocus, onPick }: SlotCellProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const own = useMe().user.zone;
  const two = twoTimes(cell.start, cell.end, zone, own, language);
  const shift = two.shift === 0 ? "" : t(two.shift < 0 ? "time.dayBefore" : "time.dayAfter");
  const narrow = useMediaQuery("(max-width: 48em)", false, { getInitialValueInEffect: false });
  const shiftShown = narrow ? t(two.shift < 0 ? "time.dayMinus" : "time.dayPlus") : shift;
  const state = t(WORDS[cell.state]);
  const content = (
    <>
      <span className={classes.time}>
        <span aria-hidden>{two.fair.slice(0, 5)}</span>
        <VisuallyHidden>{`${two.fair}, `}</VisuallyHidden>
        {selected && <IconCheck size={14} aria-hidden />}
      </span>
      {!two.same && (
        <span className={classes.local}>
          <VisuallyHidden>{`${t("time.local")} `}</VisuallyHidden>
          {two.local.slice(0, 5)}
          {shift && (
            <span className={classes.shift} aria-hidden>
              {shiftShown}
            </span>
          )}
          <VisuallyHidden>{shift ? ` ${shift}, ` : ", "}</VisuallyHidden>
        </span>
      )}
      {cell.state === "free" ? (
        <VisuallyHidden>{state}</VisuallyHidden>
      ) : (
        <span className={classes.word}>{state}</span>
      )}
      {selected && <VisuallyHidden>{`, ${t("schedule.selected")}`}</VisuallyHidden>}
      {cell.state === "you_busy" && <VisuallyHidden>{`, ${t("schedule.yours")}`}</VisuallyHidden>}
    </>
  );
  const shared = {
    className: classes.cell,
    "data-state": cell.state,
    "data-selected": selected,
    "data-cell": true,
    "data-start": cell.start,
    tabIndex,
    onFocus,
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a cell of a grid of choices
    // biome-ignore lint/a11y/useFocusableInteractive: what is inside takes the focus
    <div role="gridcell" aria-selected={selected} className={classes.holder}>
      {cell.state === "you_busy" && cell.appointment ? (
        <Link
          {...shared}
          to="/appointments/$appointment"
          params={{ appointment: cell.appointment }}
        >
          {content}
        </Link>
      ) : (
        <button
          {...shared}
          type="button"
          aria-disabled={!isOpen(cell)}
          onClick={() => isOpen(cell) && onPick()}
        >
          {content}
        </button>
      )}
    </div>
  );
}
