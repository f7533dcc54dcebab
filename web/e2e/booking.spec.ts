import { expect, type Page, test } from "@playwright/test";
import { clockOf } from "../src/shared/time/zones";
import { GRAY, LOADING } from "./support/bounds";
import { done, openFair, wish } from "./support/fair";

const fair = openFair();

test("a request is made, seen, accepted and known to everybody without a reload", async () => {
  const ana = await fair().enter("ana", "/");
  const li = await fair().enter("li", "/requests");
  const { exhibitor, edition, grid } = await fair().stand(ana);
  const schedule = `/exhibitors/${exhibitor.id}/schedule?grid=${grid}&day=${edition.first_day}`;
  const carla = await fair().enter("carla", schedule);
  const carlasCell = carla.getByRole("gridcell", { name: /^10:00/ });
  await expect(carlasCell).toContainText("free", { timeout: LOADING });

  await ana.getByRole("link", { name: /Tayo Motor/ }).click();
  // Who works by keyboard goes on where the new page begins.
  await expect(ana.getByRole("heading", { name: /Tayo Motor/ })).toBeFocused();
  await ana.getByRole("link", { name: /Schedule an appointment with Li Na/ }).click();
  await expect(ana.getByRole("heading", { name: "Schedule an appointment" })).toBeVisible();
  await expect(ana.getByText("All times are fair time: Shanghai (GMT+8)")).toBeVisible();
  const anasCell = ana.getByRole("gridcell", { name: /^10:00/ });
  await expect(anasCell).toContainText("23:00", { timeout: LOADING });
  await expect(anasCell).toContainText("previous day");

  const confirm = ana.getByRole("button", { name: "Confirm" });
  await confirm.click();
  await expect(ana.getByText("Please enter the topic.")).toBeVisible();
  await expect(ana.getByText("Please choose a period.")).toBeVisible();

  await ana.getByRole("button", { name: "Price Inquiry" }).click();
  await anasCell.click();
  await expect(anasCell).toHaveAttribute("aria-selected", "true");
  const summary = ana.getByTestId("summary");
  await expect(summary).toContainText("10:00");
  await expect(summary).toContainText("23:00");
  await expect(ana.getByRole("checkbox", { name: /business card/ })).toBeChecked();
  await confirm.click();

  await expect(ana.getByTestId("submitted")).toContainText("Please wait for a reply.");
  const steps = ana.getByTestId("steps");
  await expect(steps.locator("[aria-current=step]")).toContainText("Wait for Reply");

  const request = li.getByRole("article", { name: "Importadora Ltda: Price Inquiry" });
  await expect(request).toBeVisible();
  await expect(request.getByTestId("card")).toContainText("ana@importadora.example");
  await expect(li).toHaveTitle(/^\(1\)/);
  await expect(carlasCell).toContainText("requested");

  await request.getByRole("button", { name: "Accept" }).click();
  await expect(request.getByTestId("status")).toHaveText("Accepted");

  await expect(carlasCell).toContainText("exhibitor busy");
  await expect(carlasCell.getByRole("button")).toHaveAttribute("aria-disabled", "true");
  await expect(carla.getByTestId("slot-grid")).not.toContainText(/Ana|Importadora/);

  await expect(ana.getByText("Accepted. The negotiation starts at")).toBeVisible();
  await expect(steps.locator("[aria-current=step]")).toContainText("Start Negotiation");
  await expect(ana).toHaveTitle(/^\(1\)/);
  await ana.getByRole("link", { name: "My appointments" }).click();
  await expect(ana.getByRole("tab", { name: "Accepted (1)" })).toBeVisible({ timeout: LOADING });
  await expect(ana.getByRole("tab", { name: "Pending (0)" })).toBeVisible();
  const row = ana.getByTestId("appointment");
  await expect(row).toHaveCount(1);
  await expect(row.getByTestId("status")).toHaveText("Accepted");
  await expect(row).toContainText("Price Inquiry");
});

/** Notes in the page when a cell turns busy, by this machine's clock. */
function noteBusy(page: Page, time: string): Promise<void> {
  return page.evaluate((starts) => {
    const cells = [...document.querySelectorAll<HTMLElement>("[role=gridcell]")];
    const cell = cells.find(({ textContent }) => textContent?.startsWith(starts));
    if (!cell) throw new Error(`there is no period at ${starts}`);
    const watch = new MutationObserver(() => {
      if (cell.querySelector('[aria-disabled="true"], a')) {
        document.body.dataset.busyAt ??= String(Date.now());
      }
    });
    watch.observe(cell, { attributes: true, childList: true, subtree: true });
  }, time);
}

test("an accepted period turns gray in every open window at once, without a reload", async () => {
  const ana = await fair().enter("ana", "/messages");
  const stand = await fair().stand(ana);
  const day = stand.edition.last_day;
  const periods = await fair().periods(ana, stand.grid, day);
  const start = periods.find(({ state }) => state === "free")?.start ?? 0;
  const time = clockOf(start, stand.edition.zone);
  const path = `/exhibitors/${stand.exhibitor.id}/schedule?grid=${stand.grid}&day=${day}`;
  const windows = [ana, await fair().enter("carla", path), await fair().enter("mei", path)];
  await fair().show(ana, path);
  const li = await fair().enter("li", "/requests");
  await done(ana, "appointment.request", wish(stand, start, "Gray in time"));
  for (const page of windows) {
    const cell = page.getByRole("gridcell", { name: new RegExp(`^${time}`) });
    await expect(cell).toContainText("requested", { timeout: LOADING });
    await noteBusy(page, time);
  }
  await li.evaluate(() =>
    document.addEventListener(
      "click",
      () => {
        document.body.dataset.clickedAt = String(Date.now());
      },
      { capture: true, once: true },
    ),
  );
  const request = li.getByRole("article", { name: "Importadora Ltda: Gray in time" });
  await request.getByRole("button", { name: "Accept" }).click();
  const clicked = Number(await li.locator("body").getAttribute("data-clicked-at"));
  expect(clicked).toBeGreaterThan(0);
  for (const page of windows) {
    await expect(page.locator("body")).toHaveAttribute("data-busy-at", /\d/);
    const noted = Number(await page.locator("body").getAttribute("data-busy-at"));
    expect(noted - clicked, `${page.url()} turned gray`).toBeLessThan(GRAY);
  }
});

test("a reload while the answer is awaited goes on waiting", async () => {
  const carla = await fair().enter("carla", "/messages");
  const { exhibitor, edition, grid } = await fair().stand(carla);
  await fair().show(
    carla,
    `/exhibitors/${exhibitor.id}/schedule?grid=${grid}&day=${edition.last_day}`,
  );
  await carla.getByRole("button", { name: "Sample request" }).click();
  await carla.getByRole("gridcell", { name: /^16:00/ }).click();
  await carla.getByRole("button", { name: "Confirm" }).click();
  await expect(carla.getByTestId("submitted")).toBeVisible();
  await expect(carla).toHaveURL(/asked=/);
  await carla.reload();
  await expect(carla.getByTestId("submitted")).toContainText("Please wait for a reply.", {
    timeout: LOADING,
  });
  await carla.getByRole("button", { name: "Schedule another" }).click();
  await expect(carla.getByRole("textbox", { name: "Negotiation topic" })).toHaveValue("");
});

test("sign-in refuses a wrong password and returns to the page that was asked for", async () => {
  const page = await fair().window();
  await page.goto("/messages");
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible({ timeout: LOADING });
  await page.getByLabel("E-mail").fill("bruno@importadora.example");
  const password = page.getByRole("textbox", { name: "Password" });
  await password.fill("lychee-orchard-129");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert")).toContainText("E-mail or password is wrong.", {
    timeout: LOADING,
  });
  await password.fill("lychee-orchard-128");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { name: "Message centre" })).toBeVisible({
    timeout: LOADING,
  });
});
