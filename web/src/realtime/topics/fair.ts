import type { FairFact, FairState } from "@/protocol/facts";
import type { Reducer } from "./reducer";

/** The organiser's changes of one edition. */
export const fair: Reducer<FairState> = {
  snapshot: (raw) => raw as FairState,
  fold(state, fact) {
    const message = fact as unknown as FairFact;
    switch (message.is) {
      case "rules.changed":
        return { ...state, edition: { ...state.edition, ...message.with } };
      case "announced":
        return { ...state, announcement: { text: message.with.text, at: fact.at } };
      case "edition.changed":
        return { ...state, edition: message.with.edition };
      case "sections.changed":
        return { ...state, sections: message.with.sections };
      default:
        message satisfies never;
        return null;
    }
  },
};
