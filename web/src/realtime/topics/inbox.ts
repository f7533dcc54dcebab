import type { InboxFact, InboxState } from "@/protocol/facts";
import { type Reducer, upsert } from "./reducer";

/** What is personal: notices, their count, own busy periods. */
export const inbox: Reducer<InboxState> = {
  snapshot: (raw) => raw as InboxState,
  fold(state, fact) {
    const message = fact as unknown as InboxFact;
    switch (message.is) {
      case "notice.added": {
        const { notice, unread } = message.with;
        return { ...state, unread, notices: upsert(state.notices, notice, (n) => n.id, "first") };
      }
      case "notices.read":
        return { ...state, unread: message.with.unread };
      case "member.changed":
      case "appointment.changed":
        // Lists of appointments, and who one is, are read by themselves; here the fact is only news for them.
        return state;
      case "busy.changed": {
        const rest = state.busy.filter((b) => b.appointment !== message.with.appointment);
        return { ...state, busy: message.with.end === 0 ? rest : [...rest, message.with] };
      }
      default:
        message satisfies never;
        return null;
    }
  },
};
