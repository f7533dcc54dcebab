import { expect, type Page, test } from "@playwright/test";
import { daysBetween } from "../src/shared/time/zones";
import { LOADING } from "./support/bounds";
import { done, openFair, send, wish } from "./support/fair";

const RACES = 100;
const PER_DAY = 10;
/** The server offers at most so many other periods. */
const OFFERED = 3;
const HELD = /^Held for you for/;

const fair = openFair();

/** Keeps the public colours of the grids from a page until it is opened: what it shows is a moment old. */
async function lag(page: Page): Promise<() => void> {
  let closed = true;
  const kept: (() => void)[] = [];
  await page.routeWebSocket("**/ws", (socket) => {
    const server = socket.connectToServer();
    server.onMessage((frame) => {
      const pass = () => socket.send(frame);
      if (closed && String(frame).includes("period.changed")) kept.push(pass);
      else pass();
    });
  });
  return () => {
    closed = false;
    for (const pass of kept.splice(0)) pass();
  };
}

test("policy hold: of two buyers who ask for a period at once, one gets it, a hundred times", async () => {
  const mei = await fair().enter("mei", "/exhibitors");
  await fair().setRules(mei, { policy: "hold", open_requests: 500 });
  const ana = await fair().enter("ana", "/exhibitors");
  const carla = await fair().enter("carla", "/exhibitors");
  const stand = await fair().stand(ana);
  const days = daysBetween(stand.edition.first_day, stand.edition.last_day);

  const winners = { ana: 0, carla: 0 };
  for (let race = 0; race < RACES; race++) {
    const day = days[Math.floor(race / PER_DAY)] ?? "";
    const start = (await fair().periods(ana, stand.grid, day))[race % PER_DAY]?.start ?? 0;
    const asked = wish(stand, start, `Race ${race}`);
    // Whose message leaves first alternates.
    const pages = race % 2 === 0 ? [ana, carla] : [carla, ana];
    const answers = await Promise.all(
      pages.map((page) => send(page, "appointment.request", asked)),
    );
    const won = answers.flatMap(({ ok }, index) => (ok ? [pages[index]] : []));
    const lost = answers.flatMap(({ no }) => (no ? [no] : []));
    expect(won, `race ${race}: ${JSON.stringify(answers)}`).toHaveLength(1);
    expect(lost).toHaveLength(1);
    expect(lost[0]?.code).toBe("slot_taken");
    expect(lost[0]?.more.nearest).toHaveLength(OFFERED);
    expect(lost[0]?.more.nearest).not.toContain(start);
    winners[won[0] === ana ? "ana" : "carla"]++;
  }
  expect(winners.ana + winners.carla).toBe(RACES);

  const li = await fair().enter("li", "/requests");
  const pending = await fair().read<{ total: number }>(
    li,
    `/appointments?edition=${stand.edition.id}&scope=mine&status=pending`,
  );
  expect(pending.total).toBe(RACES);
});

test("policy hold: the loser of a race of clicks sees why and what is free, at the spot", async () => {
  const mei = await fair().enter("mei", "/exhibitors");
  await fair().setRules(mei, { policy: "hold", open_requests: 500 });
  const { exhibitor, edition, grid } = await fair().stand(mei);
  const path = `/exhibitors/${exhibitor.id}/schedule?grid=${grid}&day=${edition.first_day}`;
  const pages = [await fair().enter("ana", "/messages"), await fair().enter("carla", "/messages")];
  const open = await Promise.all(pages.map(lag));
  await Promise.all(pages.map((page) => fair().show(page, path)));
  const cells = pages.map((page) => page.getByRole("gridcell", { name: /^17:00/ }));
  for (const cell of cells) await expect(cell).toContainText("free", { timeout: LOADING });

  await Promise.all(cells.map((cell) => cell.click()));
  for (const page of pages) {
    await expect(page.getByText(HELD).or(page.getByTestId("taken"))).toBeVisible();
  }
  const refused = await Promise.all(pages.map((page) => page.getByTestId("taken").isVisible()));
  for (const pass of open) pass();
  expect(refused.filter(Boolean)).toHaveLength(1);

  const lost = refused.indexOf(true);
  const loser = pages[lost];
  const winner = pages[1 - lost];
  if (!loser || !winner) throw new Error("a race has two buyers");
  await expect(loser.getByTestId("taken")).toContainText("This period has just been taken.");
  await expect(loser.getByTestId("nearest")).toHaveCount(OFFERED);
  await expect(loser.getByRole("gridcell", { name: /^17:00/ })).toContainText("held for somebody");

  await winner.getByRole("button", { name: "Sample request" }).click();
  await winner.getByRole("button", { name: "Confirm" }).click();
  await expect(winner.getByTestId("submitted")).toBeVisible();
  await loser.getByTestId("nearest").first().click();
  await expect(loser.getByTestId("taken")).toBeHidden();
  await expect(loser.getByText(HELD)).toBeVisible();
  await loser.getByRole("button", { name: "Delivery and terms" }).click();
  await loser.getByRole("button", { name: "Confirm" }).click();
  await expect(loser.getByTestId("submitted")).toBeVisible();
});

test("policy soft: of two requests accepted at once in two tabs, one is accepted", async () => {
  const mei = await fair().enter("mei", "/exhibitors");
  await fair().setRules(mei, { policy: "soft", open_requests: 500 });
  const ana = await fair().enter("ana", "/exhibitors");
  const carla = await fair().enter("carla", "/exhibitors");
  const stand = await fair().stand(ana);
  const periods = await fair().periods(ana, stand.grid, stand.edition.last_day);
  const start = periods.findLast(({ state }) => state === "free")?.start ?? 0;
  const one = await done(ana, "appointment.request", wish(stand, start, "Scooters"));
  const other = await done(carla, "appointment.request", wish(stand, start, "Spare parts"));

  const left = await fair().enter("li", `/appointments/${String(one.appointment)}`);
  const right = await left.context().newPage();
  await fair().show(right, `/appointments/${String(other.appointment)}`);
  const tabs = [left, right];
  const accept = tabs.map((tab) => tab.getByRole("button", { name: "Accept", exact: true }));
  for (const button of accept) await expect(button).toBeVisible({ timeout: LOADING });
  await Promise.all(accept.map((button) => button.click()));

  const status = tabs.map((tab) => tab.getByTestId("status").first());
  await expect
    .poll(async () => (await Promise.all(status.map((badge) => badge.textContent()))).sort())
    .toEqual(["Accepted", "Pending"]);
  const refused = (await status[0]?.textContent()) === "Accepted" ? right : left;
  await expect(refused.getByRole("alert")).toContainText(
    "You already have an appointment at this time.",
  );

  const list = `/appointments?edition=${stand.edition.id}&scope=mine&status=accepted`;
  const accepted = await Promise.all(
    [ana, carla].map((page) => fair().read<{ total: number }>(page, list)),
  );
  expect(accepted.reduce((sum, { total }) => sum + total, 0)).toBe(1);
});
