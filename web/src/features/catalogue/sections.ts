import type { Sections } from "@/protocol";
import { useTopicState } from "@/shared/live/realtime";
import { useNamed } from "@/shared/names";

interface Named {
  /** Groups with their sections, for a choice. */
  options: { group: string; items: { value: string; label: string }[] }[];
  /** What a section is called; empty for none. */
  nameOf(id: string | null): string;
}

/** The sections of an edition as they are now, in the reader's language. */
export function useSections(edition: string | undefined): Named {
  const named = useNamed();
  const state = useTopicState(edition ? (`fair/${edition}` as const) : null);
  const groups: Sections["groups"] = state?.sections?.groups ?? [];
  const label = (it: { name: string; name_zh: string }) => named(it.name, it.name_zh);
  const entries = groups.flatMap((group) => [group, ...group.sections]);
  const names = new Map(entries.map((it) => [it.id ?? "", label(it)]));
  return {
    options: groups.map((group) => ({
      group: label(group),
      items: group.sections.map((it) => ({ value: it.id ?? "", label: label(it) })),
    })),
    nameOf: (id) => (id && names.get(id)) || "",
  };
}
