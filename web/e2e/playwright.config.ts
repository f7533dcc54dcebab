import { defineConfig } from "@playwright/test";
import { BOUND } from "./support/bounds";
import { BROWSER } from "./support/browser";

export default defineConfig({
  testDir: ".",
  outputDir: "../node_modules/.cache/e2e",
  // One fair at a time, and nothing is tried twice: what fails now and then is a defect.
  workers: 1,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  reporter: "list",
  timeout: 180_000,
  expect: { timeout: BOUND },
  use: {
    viewport: { width: 1440, height: 900 },
    locale: "en-US",
    contextOptions: { reducedMotion: "reduce" },
    launchOptions: {
      executablePath: BROWSER ?? undefined,
      args: [
        "--no-sandbox",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
