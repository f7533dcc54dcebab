import type { CompanyFact, CompanyState } from "@/protocol/facts";
import { type Reducer, upsert } from "./reducer";

/** A company's people, for its admins. */
export const company: Reducer<CompanyState> = {
  snapshot: (raw) => raw as CompanyState,
  fold(state, fact) {
    const message = fact as unknown as CompanyFact;
    switch (message.is) {
      case "appointment.changed":
        return state;
      case "member.changed": {
        const { present, ...member } = message.with;
        const members = present
          ? upsert(state.members, member, (item) => item.user, "last")
          : state.members.filter((item) => item.user !== member.user);
        return { ...state, members };
      }
      default:
        message satisfies never;
        return null;
    }
  },
};
