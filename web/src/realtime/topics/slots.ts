import type { SlotsFact, SlotsState } from "@/protocol/facts";
import type { Reducer } from "./reducer";

/** A grid's public colours of one day. */
export const slots: Reducer<SlotsState> = {
  snapshot: (raw) => raw as SlotsState,
  fold(state, fact) {
    const message = fact as unknown as SlotsFact;
    switch (message.is) {
      case "period.changed": {
        const changed = message.with;
        const periods = state.periods.map((period) =>
          // Without `until` the earlier one is over too: nothing of the old colour may stay.
          period.start === changed.start ? { ...changed, end: period.end } : period,
        );
        return { ...state, periods };
      }
      case "grid.changed":
        return message.with;
      default:
        message satisfies never;
        return null;
    }
  },
};
