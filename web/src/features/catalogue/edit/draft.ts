import type { Product, ProductDraft } from "@/protocol";

/** A product that has not been written yet. */
export const EMPTY: ProductDraft = {
  name: "",
  name_zh: "",
  kind: "goods",
  model: "",
  category: [],
  keywords: [],
  description: "",
  specification: [],
  moq: null,
  markets: [],
  pictures: [],
  video: "",
};

/** What its company wrote of a product, without what the server adds. */
export function draftOf(product: Product): ProductDraft {
  const { id, edition, stand, featured, revision, ...draft } = product;
  return draft;
}

/** Every target market, in the order of the fair's form. */
export const MARKETS = [
  "mainland_china",
  "africa",
  "middle_east",
  "south_asia",
  "southeast_asia",
  "central_asia",
  "usa_canada",
  "latin_america",
  "russia",
  "eu",
  "other_europe",
  "australia",
  "japan_korea",
  "hong_kong",
  "macao",
  "taiwan",
  "other",
] as const satisfies ProductDraft["markets"];
