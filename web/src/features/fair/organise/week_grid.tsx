import { Text } from "@mantine/core";
import { type KeyboardEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Closure, Day } from "@/protocol";
import { useLanguage } from "@/shared/live/time";
import { formatDay, formatShortDay } from "@/shared/time/format";
import { daysBetween } from "@/shared/time/zones";
import type { Fields } from "./draft";
import { isClosed, spansOf, switched, timeOf } from "./week";
import classes from "./week_grid.module.css";

interface WeekGridProps {
  fields: Fields;
  onChange(closed: Closure[]): void;
}

/** A place that is switched: one period, a half day or a whole day. */
interface Place {
  day: Day;
  starts: number[];
  label: string;
  text: string;
}

/** The fair's days and periods: each is switched off by a click or by the space bar. */
export function WeekGrid({ fields, onChange }: WeekGridProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { closed, minutes } = fields;
  const days = daysBetween(fields.first_day, fields.last_day).slice(0, 60);
  const spans = spansOf(fields);
  const { active, setActive, holder, onKeyDown } = useRoving();
  const isOff = ({ day, starts }: Place) =>
    starts.length > 0 && starts.every((start) => isClosed(closed, day, start, minutes));
  const press = (place: Place) => {
    const to = isOff(place) ? "open" : "closed";
    onChange(switched(closed, place.day, { starts: place.starts, to }, fields));
  };
  const cell = (place: Place, row: number, column: number, kind: "day" | "half" | "period") => {
    const off = isOff(place);
    return (
      <button
        type="button"
        className={classes.cell}
        data-kind={kind}
        data-off={off}
        data-place={`${row}/${column}`}
        aria-pressed={off}
        aria-label={`${place.label}: ${t(off ? "organise.closed" : "organise.open")}`}
        tabIndex={active === `${row}/${column}` ? 0 : -1}
        onFocus={() => setActive(`${row}/${column}`)}
        onClick={() => press(place)}
      >
        {place.text}
        {off && <span className={classes.word}>{t("organise.closed")}</span>}
      </button>
    );
  };
  const name = (day: Day) => formatDay(day, language);
  const wholeDay = (day: Day, index: number): Place => ({
    day,
    starts: spans.flat(),
    label: t("organise.wholeDay", { day: name(day) }),
    text: index === 0 || day.endsWith("-01") ? name(day) : formatShortDay(day, language),
  });
  const places = rowsOf(spans, minutes);
  return (
    <div className={classes.holder}>
      <table className={classes.week} ref={holder} onKeyDown={onKeyDown} data-testid="week">
        <caption className={classes.caption}>{t("organise.weekTable")}</caption>
        <thead>
          <tr>
            <td className={classes.corner} />
            {days.map((day, column) => (
              <th key={day} scope="col">
                {cell(wholeDay(day, column), 0, column, "day")}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {places.map(({ starts, text, kind }, index) => (
            <tr key={`${kind} ${text}`} data-kind={kind}>
              <th scope="row" className={classes.time}>
                {text}
              </th>
              {days.map((day, column) => {
                const label =
                  kind === "half"
                    ? t("organise.halfDay", { hours: text, day: name(day) })
                    : t("organise.cell", { time: text, day: name(day) });
                const place = { day, starts, label, text: "" };
                return <td key={day}>{cell(place, index + 1, column, kind)}</td>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {places.length === 0 && <Text c="dimmed">{t("organise.rule.between_1_and_8_spans")}</Text>}
    </div>
  );
}

interface Row {
  starts: number[];
  text: string;
  kind: "half" | "period";
}

/** Each span as a row of its own, and below it its periods. */
function rowsOf(spans: number[][], minutes: number): Row[] {
  return spans.flatMap((starts) => {
    const [first, last] = [starts[0], starts.at(-1)];
    if (first === undefined || last === undefined) return [];
    const half = `${timeOf(first)}–${timeOf(last + minutes)}`;
    const periods = starts.map(
      (start): Row => ({ starts: [start], text: timeOf(start), kind: "period" }),
    );
    return [{ starts, text: half, kind: "half" } as const, ...periods];
  });
}

const STEPS: { [key: string]: [number, number] } = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** One place in the tab order; the arrow keys move between them. */
function useRoving() {
  const [active, setActive] = useState("0/0");
  const holder = useRef<HTMLTableElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (!step) return;
    const [row = 0, column = 0] = active.split("/").map(Number);
    const next = `[data-place="${row + step[0]}/${column + step[1]}"]`;
    const found = holder.current?.querySelector<HTMLElement>(next);
    event.preventDefault();
    found?.focus();
  };
  return { active, setActive, holder, onKeyDown };
}
