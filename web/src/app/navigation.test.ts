import { describe, expect, it } from "vitest";
import type { Me } from "@/protocol";
import { placesOf } from "./navigation";

const paths = (me: object) => placesOf(me as Me).map(({ to }) => to);

describe("the rail", () => {
  it("leads an organiser without a company to what he manages", () => {
    const me = { company: null, roles: ["organiser", "moderator"] };
    expect(paths(me)).toEqual(["/exhibitors", "/messages", "/organise", "/profile"]);
  });

  it("leads nobody else there: a company's keys are on its page", () => {
    expect(paths({ company: null, roles: [] })).not.toContain("/organise");
    const admin = { company: { admin: true }, roles: ["buyer_admin", "organiser"] };
    expect(paths(admin)).toContain("/company");
    expect(paths(admin)).not.toContain("/organise");
  });
});
