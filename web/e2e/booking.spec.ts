import { expect, test } from "@playwright/test";
import { LOADING } from "./support/bounds";
import { openFair } from "./support/fair";

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
