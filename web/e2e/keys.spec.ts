import { expect, type Page, test } from "@playwright/test";
import { LOADING } from "./support/bounds";
import { openFair } from "./support/fair";

const fair = openFair();

/** What a script is answered that shows this key, without any cookie. */
async function statusWith(page: Page, key: string): Promise<number> {
  const answer = await fetch(new URL("/api/v1/company/members", page.url()), {
    headers: { authorization: `Bearer ${key}` },
  });
  return answer.status;
}

test("an admin makes a key for a script, sees it once, and revokes it", async () => {
  const bruno = await fair().enter("bruno", "/company");
  await expect(bruno.getByText("There is no key.")).toBeVisible({ timeout: LOADING });
  await bruno.getByLabel("What it is for").fill("Stock export");
  await bruno.getByRole("button", { name: "Make a key" }).click();
  const key = await bruno.getByTestId("shown-once").inputValue();
  expect(key).toMatch(/^pk_/);
  expect(await statusWith(bruno, key)).toBe(200);
  await bruno.getByRole("button", { name: "Done" }).click();
  await expect(bruno.getByTestId("keys")).toContainText("Stock export");
  await expect(bruno.getByText(key)).toHaveCount(0);

  await bruno.getByRole("button", { name: "Revoke the key for Stock export" }).click();
  const dialog = bruno.getByRole("dialog");
  await expect(dialog).toContainText("Scripts that use it are refused at once.");
  await dialog.getByRole("button", { name: "Revoke" }).click();
  await expect(bruno.getByText("There is no key.")).toBeVisible();
  expect(await statusWith(bruno, key)).toBe(401);
});
