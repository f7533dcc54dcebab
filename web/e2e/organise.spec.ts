import { expect, type Page, test } from "@playwright/test";
import { BOUND, LOADING } from "./support/bounds";
import { done, openFair, send, wish } from "./support/fair";

const fair = openFair();

/** An accepted appointment of Ana's and a request of Carla's, both in the last afternoon of the fair. */
async function book(ana: Page, carla: Page, li: Page) {
  const stand = await fair().stand(ana);
  const periods = await fair().periods(ana, stand.grid, stand.edition.last_day);
  const free = periods.filter(({ state }) => state === "free");
  const hour = (start: number) =>
    new Date(start).toLocaleTimeString("en-GB", { timeZone: stand.edition.zone });
  const at = (time: string) => free.find(({ start }) => hour(start).startsWith(time))?.start ?? 0;
  const firm = await done(ana, "appointment.request", wish(stand, at("15:00"), "Racing frames"));
  await done(li, "appointment.accept", { appointment: String(firm.appointment) });
  await done(carla, "appointment.request", wish(stand, at("16:00"), "Spare parts"));
  return { ...stand, firm: String(firm.appointment), free: at("17:00") };
}

test("an organiser removes an afternoon, and everybody concerned is told with alternatives", async () => {
  const [ana, carla, li] = await Promise.all([
    fair().enter("ana", "/messages"),
    fair().enter("carla", "/messages"),
    fair().enter("li", "/messages"),
  ]);
  const { exhibitor, edition, grid, firm, free } = await book(ana, carla, li);
  // Bruno fills in the form for a period that is about to go.
  const bruno = await fair().enter(
    "bruno",
    `/exhibitors/${exhibitor.id}/schedule?grid=${grid}&day=${edition.last_day}`,
  );
  await bruno.getByRole("button", { name: "Sample request" }).click();
  await bruno.getByRole("gridcell", { name: /^17:00/ }).click();
  await ana.goto(`/appointments/${firm}`);
  await expect(ana.getByTestId("appointment-card").getByTestId("status")).toHaveText("Accepted", {
    timeout: LOADING,
  });

  const mei = await fair().enter("mei", "/exhibitors");
  await mei.getByRole("link", { name: "Organise" }).first().click();
  await expect(mei.getByTestId("week")).toBeVisible({ timeout: LOADING });
  await expect(mei.getByRole("button", { name: "Review changes" })).toBeDisabled();
  const afternoon = mei.getByRole("button", { name: /^13:00–18:00 on .*: open$/ }).last();
  await afternoon.press("Space");
  await mei.getByRole("button", { name: "Review changes" }).click();
  await expect(mei.getByTestId("affected-count")).toHaveText(
    "1 accepted appointment · 1 pending request",
  );
  await expect(mei.getByTestId("affected")).toContainText("Ana");
  await expect(mei.getByTestId("affected")).toContainText("Tayo");
  await expect(ana.getByTestId("appointment-card").getByTestId("status")).toHaveText("Accepted");
  await mei.getByRole("button", { name: "Publish and cancel 2 appointments" }).click();
  await expect(mei.getByTestId("published")).toBeVisible();
  await expect(mei.getByTestId("left")).toHaveAttribute("data-count", "0", { timeout: LOADING });

  // Nobody has reloaded anything.
  const why = "Cancelled by the organiser: the fair's hours changed";
  const card = ana.getByTestId("appointment-card");
  await expect(card.getByTestId("status")).toHaveText("Cancelled", { timeout: BOUND });
  await expect(card).toContainText(why);
  await expect(card.getByTestId("instead").getByRole("link")).toHaveCount(3);
  await expect(li.getByTestId("notice").filter({ hasText: why })).toHaveCount(2);
  const told = carla.getByTestId("notice").filter({ hasText: why });
  await expect(told).toHaveCount(1);
  await expect(bruno.getByRole("gridcell", { name: /^17:00/ })).toHaveCount(0);
  await expect(bruno.getByRole("gridcell", { name: /^11:30/ })).toBeVisible();

  // The period that Bruno had chosen is refused, with what is near.
  await bruno.getByRole("button", { name: "Confirm" }).click();
  await expect(bruno.getByTestId("taken")).toContainText("The organiser no longer offers");
  await bruno.getByTestId("nearest").first().click();
  await bruno.getByRole("button", { name: "Confirm" }).click();
  await expect(bruno.getByTestId("submitted")).toBeVisible();
  const refused = await send(bruno, "appointment.request", {
    ...wish({ exhibitor, edition, grid }, free, "Too late"),
  });
  expect(refused.no?.code).toBe("not_on_grid");

  // One click leads from the message to the form, with the topic and a free period chosen.
  await told.getByRole("link").last().click();
  await expect(carla.getByRole("textbox", { name: "Negotiation topic" })).toHaveValue(
    "Spare parts",
    { timeout: LOADING },
  );
  await expect(carla.getByTestId("summary")).not.toContainText("No period chosen yet");
  await carla.getByRole("button", { name: "Confirm" }).click();
  await expect(carla.getByTestId("submitted")).toBeVisible();
});

test("two organisers at once lose nothing of what either typed", async () => {
  const mei = await fair().enter("mei", "/organise");
  await expect(mei.getByTestId("week")).toBeVisible({ timeout: LOADING });
  await mei.getByRole("textbox", { name: "Name" }).fill("The 128th, autumn");
  await fair().setRules(mei, { open_requests: 40 });
  await expect(mei.getByTestId("meanwhile")).toContainText("open requests");
  await expect(mei.getByRole("textbox", { name: "Open requests of one buyer" })).toHaveValue("40");
  await expect(mei.getByRole("textbox", { name: "Name" })).toHaveValue("The 128th, autumn");
  await mei.getByRole("button", { name: "Review changes" }).click();
  await expect(mei.getByTestId("review")).toContainText("No appointment is affected.");
  // Again somebody is quicker: what was reviewed is not what would happen.
  await fair().setRules(mei, { open_requests: 30 });
  await expect(mei.getByTestId("meanwhile")).toBeVisible();
  await mei.getByRole("button", { name: "Review changes" }).click();
  await mei.getByRole("button", { name: "Publish", exact: true }).click();
  await expect(mei.getByTestId("published")).toBeVisible();
  const { edition } = await fair().stand(mei);
  expect([edition.name, edition.rules.open_requests]).toEqual(["The 128th, autumn", 30]);
});

test("what no fair can be is said at its field, and nobody else may look", async () => {
  const mei = await fair().enter("mei", "/organise");
  await expect(mei.getByTestId("week")).toBeVisible({ timeout: LOADING });
  await mei.getByRole("textbox", { name: "Length of a period" }).fill("32");
  await mei.getByRole("button", { name: "Review changes" }).click();
  await expect(mei.getByText("Only multiples of five minutes.")).toBeVisible();
  const ana = await fair().enter("ana", "/organise");
  await expect(ana.getByTestId("no-right")).toBeVisible();
  await expect(ana.getByRole("link", { name: "Organise" })).toHaveCount(0);
});
