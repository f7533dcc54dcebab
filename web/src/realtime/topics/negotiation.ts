import type { NegotiationFact, NegotiationState } from "@/protocol/facts";
import { type Reducer, upsert } from "./reducer";

/** What a buyer company and an exhibitor share. */
export const negotiation: Reducer<NegotiationState> = {
  snapshot: (raw) => raw as NegotiationState,
  fold(state, fact) {
    const message = fact as unknown as NegotiationFact;
    switch (message.is) {
      case "negotiation.opened":
        return { ...state, negotiation: message.with.negotiation };
      case "appointment.requested":
      case "appointment.accepted":
      case "appointment.rejected":
      case "appointment.cancelled":
      case "appointment.expired":
      case "appointment.conflicted":
      case "appointment.reassigned": {
        const { appointment } = message.with;
        return {
          ...state,
          appointments: upsert(state.appointments, appointment, (item) => item.id, "first"),
        };
      }
      default:
        message satisfies never;
        return null;
    }
  },
};
