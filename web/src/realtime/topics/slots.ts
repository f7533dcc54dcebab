import type { SlotsFact, SlotsState } from "@/protocol/facts";
import type { Reducer } from "./reducer";

/** A grid's public colours of one day. */
export const slots: Reducer<SlotsState> = {
  snapshot: (raw) => raw as SlotsState,
  fold(state, fact) {
    const message = fact as unknown as SlotsFact;
    switch (message.is) {
      case "period.changed": {
        const { start, state: colour, until } = message.with;
        const periods = state.periods.map((period) =>
          period.start === start ? { ...period, state: colour, until: until ?? null } : period,
        );
        return { ...state, periods };
      }
      default:
        message.is satisfies never;
        return null;
    }
  },
};
