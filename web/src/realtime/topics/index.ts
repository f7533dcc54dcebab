import type { Topic } from "@/protocol/facts";
import { company } from "./company";
import { desk } from "./desk";
import { fair } from "./fair";
import { inbox } from "./inbox";
import { negotiation } from "./negotiation";
import type { Reducer } from "./reducer";
import { slots } from "./slots";

const KINDS: { [kind: string]: Reducer<never> } = {
  slots,
  fair,
  negotiation,
  inbox,
  desk,
  company,
} as unknown as { [kind: string]: Reducer<never> };

/** The reducer of a topic, found by its first word. */
export function reducerOf(topic: Topic): Reducer<unknown> {
  const kind = topic.slice(0, topic.indexOf("/"));
  const reducer = KINDS[kind];
  if (!reducer) throw new Error(`no reducer for ${kind}`);
  return reducer as unknown as Reducer<unknown>;
}
