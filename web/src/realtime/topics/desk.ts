import type { DeskFact, DeskState } from "@/protocol/facts";
import { type Reducer, upsert } from "./reducer";

/** Pending requests addressed to an exhibitor's queue; an answered one leaves. */
export const desk: Reducer<DeskState> = {
  snapshot: (raw) => raw as DeskState,
  fold(state, fact) {
    const message = fact as unknown as DeskFact;
    switch (message.is) {
      case "request.changed": {
        const { appointment } = message.with;
        const requests =
          appointment.status === "pending"
            ? upsert(state.requests, appointment, (item) => item.id, "last")
            : state.requests.filter((item) => item.id !== appointment.id);
        return { ...state, requests };
      }
      default:
        message.is satisfies never;
        return null;
    }
  },
};
