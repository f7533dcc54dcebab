import { describe, expect, it } from "vitest";
import type { Me } from "@/protocol";
import { placesOf } from "./navigation";

const paths = (me: object) => placesOf(me as Me).map(({ to }) => to);

describe("the rail", () => {
  it("leads an organiser without a company to what he manages", () => {
    const me = { company: null, roles: ["organiser", "moderator"] };
    expect(paths(me)).toEqual(["/exhibitors", "/messages", "/organise", "/profile"]);
  });

  it("leads an organiser of a company there too, and nobody else", () => {
    expect(paths({ company: null, roles: [] })).not.toContain("/organise");
    const admin = { company: { admin: true }, roles: ["buyer_admin"] };
    expect(paths(admin)).not.toContain("/organise");
    const both = paths({ ...admin, roles: ["buyer_admin", "organiser"] });
    expect(both).toContain("/organise");
    expect(both).toContain("/company");
  });
});
