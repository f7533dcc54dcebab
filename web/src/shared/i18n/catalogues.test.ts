import { describe, expect, it } from "vitest";
import { CODES } from "@/protocol/codes";
import { KEPT } from "@/protocol/commands";
import { en } from "./en";
import { zh } from "./zh";

function flatten(words: object, path = ""): Map<string, string> {
  const all = new Map<string, string>();
  for (const [key, value] of Object.entries(words)) {
    const here = path ? `${path}/${key}` : key;
    if (typeof value === "string") all.set(here, value);
    else for (const [inner, text] of flatten(value as object, here)) all.set(inner, text);
  }
  return all;
}

const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((m) => m[1]).sort();

describe("the catalogues", () => {
  const english = flatten(en);
  const chinese = flatten(zh);

  it("have the same keys", () => {
    expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it("fill the same gaps", () => {
    for (const [key, text] of english) {
      expect([key, placeholders(chinese.get(key) ?? "")]).toEqual([key, placeholders(text)]);
    }
  });

  it("leave nothing empty", () => {
    for (const [key, text] of [...english, ...chinese])
      expect([key, text.trim()]).not.toEqual([key, ""]);
  });

  it("name every code and every kept command", () => {
    for (const code of Object.keys(CODES)) expect(english.has(`code/${code}`)).toBe(true);
    for (const name of KEPT) expect(english.has(`command/${name}`)).toBe(true);
  });
});
