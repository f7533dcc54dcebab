import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Day, Edition, Millis } from "@/protocol";
import { useLanguage } from "@/shared/live/time";
import { formatDay, formatShortDay } from "@/shared/time/format";
import { dayOf, daysBetween } from "@/shared/time/zones";
import classes from "./date_strip.module.css";

/** The day a form opens with: today if the fair is on, else its first day still ahead. */
export function openingDay(edition: Edition, fair: Millis): Day {
  const today = dayOf(fair, edition.zone);
  const days = daysBetween(edition.first_day, edition.last_day);
  return days.find((day) => day >= today) ?? edition.last_day;
}

interface DateStripProps {
  edition: Edition;
  fair: Millis;
  day: Day;
  onChange(day: Day): void;
}

/** The fair's days, and only those. */
export function DateStrip({ edition, fair, day, onChange }: DateStripProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const today = dayOf(fair, edition.zone);
  const strip = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new day is what scrolls
  useEffect(() => {
    const shown = strip.current?.querySelector<HTMLElement>('[data-chosen="true"]');
    // Scrolls the strip alone: the page must stay where the reader is.
    if (shown && strip.current) strip.current.scrollLeft = shown.offsetLeft - 40;
  }, [day]);
  return (
    <fieldset className={classes.strip} aria-label={t("schedule.day")} data-testid="days">
      <div className={classes.days} ref={strip}>
        {daysBetween(edition.first_day, edition.last_day).map((one, index) => (
          <label
            key={one}
            className={classes.day}
            data-chosen={one === day}
            data-past={one < today}
          >
            <input
              type="radio"
              name="day"
              className={classes.input}
              value={one}
              checked={one === day}
              disabled={one < today}
              onChange={() => onChange(one)}
              aria-label={formatDay(one, language)}
            />
            {index === 0 || one.endsWith("-01")
              ? formatDay(one, language)
              : formatShortDay(one, language)}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
