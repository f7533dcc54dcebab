import { expect, type Page, test } from "@playwright/test";
import { LOADING, RECONNECTED } from "./support/bounds";
import { done, openFair, wish } from "./support/fair";

const fair = openFair();

/** Marks a document: the mark is gone if the page was loaded anew. */
const mark = (page: Page) => page.evaluate(() => document.body.setAttribute("data-mark", "kept"));
const expectNotReloaded = (page: Page) =>
  expect(page.locator("body")).toHaveAttribute("data-mark", "kept");

/** Ana's list and Li's inbox with one pending request, and the day's first free periods. */
async function windows(topic: string) {
  const ana = await fair().enter("ana", "/appointments");
  const li = await fair().enter("li", "/requests");
  const stand = await fair().stand(ana);
  const periods = await fair().periods(ana, stand.grid, stand.edition.first_day);
  const [first, second] = periods.filter(({ state }) => state === "free");
  if (!first || !second) throw new Error("nothing is free");
  await done(ana, "appointment.request", wish(stand, first.start, topic));
  const request = li.getByRole("article", { name: `Importadora Ltda: ${topic}` });
  await expect(request).toBeVisible();
  await fair().show(ana, "/appointments");
  const row = ana.getByTestId("appointment").filter({ hasText: topic });
  await expect(row.getByTestId("status")).toHaveText("Pending", { timeout: LOADING });
  await mark(ana);
  await mark(li);
  return { ana, li, stand, row, request, second };
}

async function cut(...pages: Page[]) {
  await fair().server.kill();
  for (const page of pages) {
    await expect(page.getByTestId("offline-bar")).toBeVisible({ timeout: RECONNECTED });
  }
}

async function expectLive(...pages: Page[]) {
  for (const page of pages) {
    await expect(page.getByTestId("offline-bar")).toBeHidden({ timeout: RECONNECTED });
  }
}

test("windows go on by themselves after the server was killed and started again", async () => {
  const { ana, li, stand, row, request, second } = await windows("Before the cut");
  await cut(ana, li);
  await expect(row).toContainText("Before the cut");
  await expect(request).toBeVisible();

  await fair().server.start();
  await expectLive(ana, li);
  await expect(row.getByTestId("status")).toHaveText("Pending");
  await expect(request.getByTestId("status")).toHaveText("Pending");

  await request.getByRole("button", { name: "Accept" }).click();
  await expect(row.getByTestId("status")).toHaveText("Accepted");
  await done(ana, "appointment.request", wish(stand, second.start, "After the cut"));
  await expect(li.getByRole("article", { name: "Importadora Ltda: After the cut" })).toBeVisible();
  await expectNotReloaded(ana);
  await expectNotReloaded(li);
});

test("what is done without a connection is sent when it is back", async () => {
  const { ana, li, row, request } = await windows("During the cut");
  await cut(ana, li);
  await request.getByRole("button", { name: "Accept" }).click();
  await expect(request).toContainText("Sent when the connection is back");
  await expect(li.getByTestId("offline-bar")).toContainText("1 change waits to be sent.");

  await fair().server.start();
  await expectLive(ana, li);
  await expect(request.getByTestId("status")).toHaveText("Accepted");
  await expect(row.getByTestId("status")).toHaveText("Accepted");
  await expectNotReloaded(ana);
  await expectNotReloaded(li);
});

test("a request that waits on the device is sent from whatever page its buyer is on", async () => {
  const { ana, li, stand } = await windows("Here before");
  const day = stand.edition.last_day;
  const path = `/exhibitors/${stand.exhibitor.id}/schedule?grid=${stand.grid}&day=${day}`;
  await fair().show(ana, path);
  await ana.getByRole("gridcell", { name: /^16:00/ }).click({ timeout: LOADING });
  await ana.getByRole("textbox", { name: "Negotiation topic" }).fill("Kept on the device");
  await cut(ana, li);
  await ana.getByRole("button", { name: "Confirm" }).click();
  await expect(ana.getByTestId("submitted")).toBeVisible();
  await ana.getByRole("link", { name: "Appointments" }).first().click();
  await expect(ana.getByRole("heading", { name: "Appointments" })).toBeVisible();

  await fair().server.start();
  await expectLive(ana, li);
  const request = li.getByRole("article", { name: "Importadora Ltda: Kept on the device" });
  await expect(request).toBeVisible();
  const row = ana.getByTestId("appointment").filter({ hasText: "Kept on the device" });
  await expect(row.or(ana.getByText("1 new"))).toBeVisible();
  expect(new URL(ana.url()).pathname).toBe("/appointments");
});

test("pages that were never opened open while the server is away", async () => {
  const bruno = await fair().enter("bruno", "/exhibitors");
  await bruno.waitForFunction(() =>
    ["messages", "profile", "menus"].every((name) =>
      performance.getEntriesByType("resource").some((one) => one.name.includes(`/${name}-`)),
    ),
  );
  await mark(bruno);
  await cut(bruno);
  await bruno.getByRole("link", { name: "Message centre" }).first().click();
  await expect(bruno.getByRole("heading", { name: "Message centre" })).toBeVisible();
  await bruno.getByRole("button", { name: "Your account" }).click();
  await bruno.getByRole("menuitem", { name: "Profile" }).click();
  await expect(bruno.getByRole("heading", { name: "Profile" })).toBeVisible();
  await expectNotReloaded(bruno);

  await fair().server.start();
  await expectLive(bruno);
});
