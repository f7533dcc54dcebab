import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const SRC = dirname(fileURLToPath(import.meta.url));

/** Each ring, and what it may know besides itself. Only `app` may import everything. */
const MAY_IMPORT: { [ring: string]: string[] } = {
  protocol: [],
  realtime: ["protocol"],
  shared: ["protocol", "realtime"],
  features: ["protocol", "realtime", "shared"],
  app: ["protocol", "realtime", "shared", "features"],
};
/** Data, or written by a machine: their length says nothing. */
const ANY_LENGTH = /^(shared\/i18n\/(en|zh)\.ts|protocol\/generated\.ts)$/;

interface Source {
  path: string;
  text: string;
  imports: string[];
}

function sources(): Source[] {
  return readdirSync(SRC, { recursive: true, encoding: "utf8" })
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => {
      const text = readFileSync(join(SRC, path), "utf8");
      const found = text.matchAll(/(?:from\s+|import\s*\(?\s*)"([^"]+)"/g);
      const imports = [...found].flatMap(([, target]) => resolve(path, target ?? ""));
      return { path, text, imports };
    });
}

/** A path below `src`, or nothing for a package. */
function resolve(from: string, target: string): string[] {
  if (target.startsWith("@/")) return [target.slice(2)];
  if (target.startsWith(".")) return [relative(SRC, join(SRC, dirname(from), target))];
  return [];
}

const ringOf = (path: string) => path.split("/")[0] ?? "";
const featureOf = (path: string) => path.split("/")[1] ?? "";

describe("the house", () => {
  const all = sources().filter(({ path }) => path.includes("/"));

  it("has imports that point one way", () => {
    const wrong = all.flatMap(({ path, imports }) => {
      const ring = ringOf(path);
      const allowed = [ring, ...(MAY_IMPORT[ring] ?? [])];
      return imports
        .filter((target) => !allowed.includes(ringOf(target)))
        .map((target) => `${path} imports ${target}`);
    });
    expect(wrong).toEqual([]);
  });

  it("keeps features apart", () => {
    const wrong = all.flatMap(({ path, imports }) =>
      ringOf(path) === "features"
        ? imports
            .filter((to) => ringOf(to) === "features" && featureOf(to) !== featureOf(path))
            .map((to) => `${path} imports ${to}`)
        : [],
    );
    expect(wrong).toEqual([]);
  });

  it("keeps the realtime client free of React", () => {
    const wrong = all.filter(
      ({ path, text }) =>
        ringOf(path) === "realtime" && /from "(react|@mantine|@tanstack)/.test(text),
    );
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it("has files that one can read in one go", () => {
    const long = all.filter(
      ({ path, text }) => !ANY_LENGTH.test(path) && text.split("\n").length > 250,
    );
    expect(long.map(({ path }) => path)).toEqual([]);
  });

  it("lays out by logical directions", () => {
    const styles = readdirSync(SRC, { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".css"))
      .map((path) => ({ path, text: readFileSync(join(SRC, path), "utf8") }));
    const physical =
      /(margin|padding|border)-(left|right)|(^|\s)(left|right)\s*:|text-align:\s*(left|right)/;
    expect(styles.filter(({ text }) => physical.test(text)).map(({ path }) => path)).toEqual([]);
  });
});
