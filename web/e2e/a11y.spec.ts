import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, type Page, test } from "@playwright/test";
import type { AxeResults } from "axe-core";
import { LOADING } from "./support/bounds";
import { done, openFair, wish } from "./support/fair";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const fair = openFair();

/** The faults of a page that keep people out. */
async function expectSound(page: Page): Promise<void> {
  await page.evaluate(AXE);
  const faults = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(): Promise<AxeResults> } };
    const { violations } = await axe.run();
    return violations.map(({ id, nodes }) => {
      const places = nodes.map(({ html, failureSummary }) => `${html}\n  ${failureSummary}`);
      return `${id}: ${places.join("\n")}`;
    });
  });
  expect(faults, page.url()).toEqual([]);
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`nothing keeps anybody out, ${colorScheme}`, async () => {
    const stranger = await fair().window({ colorScheme });
    await fair().show(stranger, "/sign-in");
    await expectSound(stranger);

    const ana = await fair().enter("ana", "/exhibitors", { colorScheme });
    await expect(ana.getByTestId("exhibitors")).toBeVisible({ timeout: LOADING });
    await expectSound(ana);

    const stand = await fair().stand(ana);
    const { exhibitor, edition, grid } = stand;
    const free = (await fair().periods(ana, grid, edition.first_day)).filter(
      ({ state }) => state === "free",
    );
    const li = await fair().enter("li", "/requests", { colorScheme });
    for (const [index, period] of free.slice(0, 3).entries()) {
      const asked = wish(stand, period.start, `Scooters ${index}`);
      const { appointment } = await done(ana, "appointment.request", asked);
      if (index === 0) {
        await done(li, "appointment.accept", { appointment: String(appointment) });
      }
    }

    await fair().show(ana, `/exhibitors/${exhibitor.id}`);
    await expect(ana.getByTestId("staff")).toBeVisible({ timeout: LOADING });
    await expectSound(ana);
    const product = ana.getByTestId("products").getByRole("link").first();
    await product.click();
    await expect(ana.getByRole("button", { name: "Add to favorites" })).toBeEnabled();
    await expectSound(ana);
    for (const path of ["/products", "/favorites"]) {
      await fair().show(ana, path);
      await expect(ana.getByRole("navigation", { name: "Ways into the fair" })).toBeVisible({
        timeout: LOADING,
      });
      await expect(ana.getByRole("status", { name: "Loading" })).toHaveCount(0);
      await expectSound(ana);
    }
    const mei = await fair().enter("mei", "/organise", { colorScheme });
    await mei
      .getByRole("button", { name: /^09:00–12:00 on .*: open$/ })
      .first()
      .click({ timeout: LOADING });
    await expectSound(mei);
    await mei.getByRole("button", { name: "Review changes" }).click();
    await expect(mei.getByTestId("affected")).toBeVisible();
    await expectSound(mei);
    const chen = await fair().enter("chen", `/exhibitors/${exhibitor.id}/edit`, { colorScheme });
    await chen.getByRole("button", { name: /^Edit TY250/ }).click({ timeout: LOADING });
    await expect(chen.getByRole("dialog")).toBeVisible();
    await expectSound(chen);

    await fair().show(
      ana,
      `/exhibitors/${exhibitor.id}/schedule?grid=${grid}&day=${edition.first_day}`,
    );
    await expect(ana.getByText("you are busy").first()).toBeVisible({ timeout: LOADING });
    await ana.getByRole("button", { name: "Confirm" }).click();
    await expect(ana.getByText("Please choose a period.")).toBeVisible();
    await expectSound(ana);

    await fair().show(ana, "/appointments");
    await expect(ana.getByTestId("appointment").first()).toBeVisible({ timeout: LOADING });
    await expectSound(ana);

    await ana.getByRole("link", { name: "Details" }).first().click();
    await expect(ana).toHaveURL(/appointments\/./);
    await expect(ana.getByTestId("status").first()).toBeVisible({ timeout: LOADING });
    await expectSound(ana);

    await fair().show(ana, "/messages");
    await expectSound(ana);

    await fair().show(li, "/requests");
    await expect(li.getByTestId("request").first()).toBeVisible({ timeout: LOADING });
    await expectSound(li);
    await li.getByRole("button", { name: "Reject", exact: true }).first().click();
    await expect(li.getByRole("dialog")).toHaveCSS("opacity", "1");
    await expectSound(li);

    const bruno = await fair().enter("bruno", "/company", { colorScheme });
    await expect(bruno.getByText("bruno@importadora.example").first()).toBeVisible({
      timeout: LOADING,
    });
    await expectSound(bruno);
    await bruno.getByRole("button", { name: /Ana Ribeiro/ }).click();
    await expect(bruno.getByRole("menu")).toHaveCSS("opacity", "1");
    await expectSound(bruno);
    await expect(bruno.getByRole("menuitem").first()).toBeFocused();
    await bruno.keyboard.press("Escape");
    await expect(bruno.getByRole("menu")).toBeHidden();

    for (const name of ["Language: English", "Theme", "Your account"]) {
      const button = bruno.getByRole("button", { name });
      await button.click();
      const menu = bruno.getByRole("menu", { name });
      await expect(menu).toHaveCSS("opacity", "1");
      await expectSound(bruno);
      await bruno.keyboard.press("Escape");
      await expect(menu).toBeHidden();
      await expect(button).toBeFocused();
    }
  });
}

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** What a finger has to hit, and is smaller than a finger, or reaches beyond the page. */
function tooSmall(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const wide = document.documentElement.scrollWidth > window.innerWidth;
    const small = [...document.querySelectorAll<HTMLElement>("button, [role=tab], nav a, select")]
      .filter((element) => element.checkVisibility())
      .filter((element) => element.getBoundingClientRect().height < 44)
      .map(({ outerHTML }) => outerHTML.slice(0, 120));
    return [...(wide ? ["the page is wider than the screen"] : []), ...small];
  });
}

/** What stands in the bar of the clock, and does not stand whole on the screen. */
function cutOff(page: Page): Promise<string[]> {
  return page.getByTestId("clock-bar").evaluate((bar) =>
    [...bar.querySelectorAll("button, input, p")]
      .filter((element) => element.checkVisibility())
      .filter((element) => {
        const { left, right, top, bottom } = element.getBoundingClientRect();
        return left < 0 || right > innerWidth || top < 0 || bottom > innerHeight;
      })
      .map(({ outerHTML }) => outerHTML.slice(0, 120)),
  );
}

test("a phone shows everything, and a finger hits it", async () => {
  const mei = await fair().enter("mei", "/exhibitors", PHONE);
  await expect(mei.getByRole("button", { name: "Move forward" })).toBeVisible();
  expect(await cutOff(mei)).toEqual([]);
  expect(await tooSmall(mei)).toEqual([]);
  await mei.getByRole("link", { name: "Organise" }).click();
  await expect(mei.getByRole("heading", { name: "Organise" })).toBeVisible();
  await expect(mei.getByTestId("week")).toBeVisible({ timeout: LOADING });
  await expectSound(mei);
  expect(await cutOff(mei)).toEqual([]);
  expect(await tooSmall(mei)).toEqual([]);
  await mei.getByRole("link", { name: "API keys" }).click({ timeout: LOADING });
  await expect(mei.getByRole("heading", { name: "API keys" })).toBeVisible();
  await expectSound(mei);
  const li = await fair().enter("li", "/requests", PHONE);
  const ana = await fair().enter("ana", "/exhibitors", PHONE);
  const { exhibitor, edition, grid } = await fair().stand(ana);
  const schedule = `/exhibitors/${exhibitor.id}/schedule?grid=${grid}&day=${edition.last_day}`;
  for (const path of [schedule, `/exhibitors/${exhibitor.id}`, "/appointments", "/profile"]) {
    await fair().show(ana, path);
    await expectSound(ana);
    expect(await tooSmall(ana), path).toEqual([]);
  }
  await ana.getByRole("button", { name: "Your account" }).click();
  await expect(ana.getByRole("menu")).toHaveCSS("opacity", "1");
  await ana.getByRole("menuitemradio", { name: "中文" }).click();
  await expect(ana.getByRole("heading", { name: "个人资料" })).toBeVisible();
  expect(await tooSmall(ana)).toEqual([]);
  await fair().show(li, "/requests");
  expect(await tooSmall(li)).toEqual([]);
});
