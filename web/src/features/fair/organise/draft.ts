import type { Edition, EditionChange, Rules } from "@/protocol";

/** What an organiser can change on the page: the edition's own fields, and those of its rules. */
export type Fields = Pick<Edition, "name" | "first_day" | "last_day"> & Rules;
export type Field = keyof Fields;
/** What was typed; whatever is absent stays as the server has it, whoever changes it meanwhile. */
export type Edits = Partial<Fields>;

const OWN = ["name", "first_day", "last_day"] as const satisfies Field[];

/** An edition's values as the form shows them. */
export function fieldsOf(edition: Edition): Fields {
  const { name, first_day, last_day, rules } = edition;
  return { name, first_day, last_day, ...rules };
}

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/** The fields in which two states of an edition differ. */
export function differing(one: Fields, other: Fields): Field[] {
  return (Object.keys(one) as Field[]).filter((field) => !same(one[field], other[field]));
}

/** What was typed and differs from what the server has. */
export function realEdits(edits: Edits, edition: Edition): Edits {
  const now = fieldsOf(edition);
  const kept = Object.entries(edits).filter(([field, value]) => !same(value, now[field as Field]));
  return Object.fromEntries(kept);
}

/** The edits as the server takes them: closed hours of days that are cut off go with those days. */
export function changeOf(edits: Edits, edition: Edition): EditionChange {
  const all = { ...fieldsOf(edition), ...edits };
  const { name: _, first_day, last_day, ...rules } = all;
  const change: EditionChange = {};
  for (const field of OWN) if (field in edits) change[field] = all[field];
  if (Object.keys(edits).some((field) => !(OWN as readonly string[]).includes(field))) {
    const isThere = (day: string) => first_day <= day && day <= last_day;
    change.rules = { ...rules, closed: rules.closed.filter(({ day }) => isThere(day)) };
  }
  return change;
}
