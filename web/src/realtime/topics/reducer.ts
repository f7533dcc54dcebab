import type { Fact } from "@/protocol/facts";

/** How one kind of topic folds its facts onto its snapshot. */
export interface Reducer<S> {
  snapshot(raw: unknown): S;
  /** Null for a fact of an unknown kind: the snapshot is then read again. */
  fold(state: S, fact: Fact): S | null;
}

/** Replaces the item with the same key in place, or adds it where `add` says. */
export function upsert<T>(
  items: readonly T[],
  item: T,
  key: (item: T) => unknown,
  add: "first" | "last",
): T[] {
  const wanted = key(item);
  if (items.some((other) => key(other) === wanted)) {
    return items.map((other) => (key(other) === wanted ? item : other));
  }
  return add === "first" ? [item, ...items] : [...items, item];
}
