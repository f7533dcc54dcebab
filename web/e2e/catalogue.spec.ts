import { expect, test } from "@playwright/test";
import type { AppointmentPage } from "../src/protocol";
import { LOADING } from "./support/bounds";
import { openFair } from "./support/fair";

const fair = openFair();

test("a buyer finds a product, marks it, and asks for an appointment about it", async () => {
  const ana = await fair().enter("ana", "/exhibitors");
  const rows = ana.getByTestId("exhibitors").getByRole("row");
  await expect(rows).toHaveCount(13, { timeout: LOADING });
  await ana.getByRole("combobox", { name: "Section" }).selectOption("Motorcycles");
  await expect(rows).toHaveCount(2);
  await expect(rows.nth(1)).toContainText("09:00–09:30");

  await ana.getByRole("link", { name: /Tayo Motor/ }).click();
  await ana.getByRole("link", { name: "TY250-R racing motorcycle" }).click();
  await expect(ana.getByRole("heading", { name: "TY250-R racing motorcycle" })).toBeFocused();
  await expect(ana.getByText("26 units")).toBeVisible();
  await expect(ana.getByText("Latin America, Africa, Southeast Asia")).toBeVisible();
  await ana.getByRole("button", { name: "Add to favorites" }).click();
  await expect(ana.getByRole("button", { name: "In favorites" })).toBeVisible();

  const product = new URL(ana.url()).pathname.split("/").at(-1);
  await ana.getByRole("link", { name: "Schedule an appointment" }).click();
  await ana.getByRole("button", { name: "Product Inquiry" }).click();
  await ana.getByRole("gridcell", { name: /^10:00/ }).click({ timeout: LOADING });
  await ana.getByRole("button", { name: "Confirm" }).click();
  await expect(ana.getByTestId("submitted")).toBeVisible();
  const list = await ana.request.get("/api/v1/appointments");
  const { items } = (await list.json()) as AppointmentPage;
  expect(items[0]?.origin).toEqual({ kind: "product", ref: product });

  await fair().show(ana, "/favorites");
  await expect(ana.getByTestId("products")).toContainText("TY250-R", { timeout: LOADING });
});

test("a company keeps its shelf and its homepage, and nothing typed is lost", async () => {
  const chen = await fair().enter("chen", "/exhibitors");
  const { exhibitor } = await fair().stand(chen);
  await fair().show(chen, `/exhibitors/${exhibitor.id}/edit`);
  await chen.getByRole("button", { name: "Add a product" }).click({ timeout: LOADING });
  const form = chen.getByRole("dialog");
  await form.getByRole("button", { name: "Save" }).click();
  await expect(form.getByText("Please enter a name in one of both languages.")).toBeVisible();
  await form.getByLabel("Name", { exact: true }).fill("Racing helmet");
  await form.getByLabel("Minimum order quantity").fill("120");
  await form.getByLabel("Address of a video").fill("http://video.example/1");
  await form.getByRole("button", { name: "Save" }).click();
  await expect(form.getByRole("alert")).toContainText("https://");
  await expect(form.getByLabel("Name", { exact: true })).toHaveValue("Racing helmet");
  await form.getByLabel("Address of a video").fill("https://video.example/1");
  await form.getByRole("button", { name: "Save" }).click();
  await expect(chen.getByTestId("shelf")).toContainText("Racing helmet");
  await chen.getByRole("switch", { name: "Racing helmet stands first" }).check();

  // Two windows of one company: the later one hears of the earlier one, and keeps what was typed.
  const other = await fair().enter("chen", `/exhibitors/${exhibitor.id}/edit`);
  await other.getByLabel("Profile", { exact: true }).fill("Since 1998", { timeout: LOADING });
  await chen.getByLabel("Profile", { exact: true }).fill("Family firm");
  await chen.getByRole("button", { name: "Save" }).click();
  await expect(chen.getByText("Saved.")).toBeVisible();
  await other.getByRole("button", { name: "Save" }).click();
  await expect(other.getByRole("alert")).toContainText("changed this meanwhile");
  await expect(other.getByLabel("Profile", { exact: true })).toHaveValue("Since 1998");
  await other.getByRole("button", { name: "Show what is there now" }).click();
  await expect(other.getByLabel("Profile", { exact: true })).toHaveValue("Family firm");

  const ana = await fair().enter("ana", `/exhibitors/${exhibitor.id}`);
  const first = ana.getByTestId("products").getByRole("listitem").first();
  await expect(first).toContainText("Racing helmet", { timeout: LOADING });
  await expect(ana.getByText("Family firm")).toBeVisible();
  await expect(ana.getByRole("link", { name: "Edit homepage and products" })).toHaveCount(0);
  await fair().show(ana, `/exhibitors/${exhibitor.id}/edit`);
  await expect(ana.getByTestId("no-right")).toBeVisible({ timeout: LOADING });
});
