import { describe, expect, it } from "vitest";
import { formatDate, formatDay, formatMoment, formatOffset, formatZone, twoTimes } from "./format";
import { clockOf, dayOf, dayShift, daysBetween, momentOf, offsetOf } from "./zones";

const FAIR = "Asia/Shanghai";
const SAO_PAULO = "America/Sao_Paulo";
const BERLIN = "Europe/Berlin";
const LORD_HOWE = "Australia/Lord_Howe";

describe("zones", () => {
  it("show a fair period in São Paulo on the day before", () => {
    const at = momentOf("2026-10-15", "10:30", FAIR);
    expect(new Date(at).toISOString()).toBe("2026-10-15T02:30:00.000Z");
    expect(clockOf(at, SAO_PAULO)).toBe("23:30");
    expect(dayOf(at, SAO_PAULO)).toBe("2026-10-14");
    expect(dayShift(at, FAIR, SAO_PAULO)).toBe(-1);
    expect(formatOffset(at, SAO_PAULO)).toBe("GMT−3");
  });

  it("see no shift when the local day is the same", () => {
    const at = momentOf("2026-10-15", "14:00", FAIR);
    expect(dayShift(at, FAIR, BERLIN)).toBe(0);
    expect(dayShift(at, FAIR, FAIR)).toBe(0);
  });

  it("see a later day in the east", () => {
    const at = momentOf("2026-10-14", "22:00", SAO_PAULO);
    expect(dayShift(at, SAO_PAULO, LORD_HOWE)).toBe(1);
  });

  it("follow Berlin out of summer time in the middle of a fair", () => {
    const before = momentOf("2026-10-24", "15:00", FAIR);
    const after = momentOf("2026-10-25", "15:00", FAIR);
    expect(clockOf(before, BERLIN)).toBe("09:00");
    expect(clockOf(after, BERLIN)).toBe("08:00");
    expect(formatOffset(before, BERLIN)).toBe("GMT+2");
    expect(formatOffset(after, BERLIN)).toBe("GMT+1");
  });

  it("take the first of two equal times and skip a missing one by the gap", () => {
    expect(new Date(momentOf("2026-10-25", "02:30", BERLIN)).toISOString()).toBe(
      "2026-10-25T00:30:00.000Z",
    );
    expect(clockOf(momentOf("2026-03-29", "02:30", BERLIN), BERLIN)).toBe("03:30");
  });

  it("know that Lord Howe moves by half an hour", () => {
    const winter = momentOf("2026-10-03", "12:00", LORD_HOWE);
    const summer = momentOf("2026-10-05", "12:00", LORD_HOWE);
    expect(offsetOf(winter, LORD_HOWE)).toBe(630);
    expect(offsetOf(summer, LORD_HOWE)).toBe(660);
    expect(formatOffset(winter, LORD_HOWE)).toBe("GMT+10:30");
    expect(clockOf(momentOf("2026-10-04", "02:15", LORD_HOWE), LORD_HOWE)).toBe("02:45");
    expect(clockOf(momentOf("2027-04-04", "01:45", LORD_HOWE), LORD_HOWE)).toBe("01:45");
  });

  it("show midnight as 00:00 of the new day", () => {
    const at = momentOf("2026-10-15", "00:00", FAIR);
    expect(clockOf(at, FAIR)).toBe("00:00");
    expect(dayOf(at, FAIR)).toBe("2026-10-15");
  });

  it("count the days of a fair over the end of a month", () => {
    expect(daysBetween("2026-10-30", "2026-11-02")).toEqual([
      "2026-10-30",
      "2026-10-31",
      "2026-11-01",
      "2026-11-02",
    ]);
  });
});

describe("formats", () => {
  const start = momentOf("2026-10-15", "10:30", FAIR);

  it("name days and moments in both languages", () => {
    expect(formatDay("2026-10-15", "en")).toBe("Thu 15 Oct");
    expect(formatDay("2026-10-15", "zh")).toContain("10月15日");
    expect(formatMoment(start, FAIR, "en")).toBe("Thu 15 Oct 10:30");
  });

  it("write a date with its year, as it is where the reader lives", () => {
    expect(formatDate(start, FAIR, "en")).toBe("15 Oct 2026");
    expect(formatDate(start, FAIR, "zh")).toBe("2026年10月15日");
    expect(formatDate(start, SAO_PAULO, "en")).toBe("14 Oct 2026");
    const newYear = momentOf("2027-01-01", "08:00", FAIR);
    expect(formatDate(newYear, SAO_PAULO, "en")).toBe("31 Dec 2026");
  });

  it("put two zones side by side", () => {
    expect(twoTimes(start, start + 1_800_000, FAIR, SAO_PAULO, "en")).toEqual({
      fair: "10:30–11:00",
      fairDay: "Thu 15 Oct",
      local: "23:30–00:00",
      localDay: "Wed 14 Oct",
      shift: -1,
      same: false,
    });
    expect(twoTimes(start, start + 1, FAIR, "Asia/Singapore", "en").same).toBe(true);
  });

  it("call a zone by its city", () => {
    expect(formatZone(SAO_PAULO, "en")).toBe("Sao Paulo");
    expect(formatZone(SAO_PAULO, "zh")).toMatch(/巴西/);
  });
});
