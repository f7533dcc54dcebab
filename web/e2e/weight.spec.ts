import { expect, type Page, test } from "@playwright/test";
import { LOADING } from "./support/bounds";
import { openFair } from "./support/fair";

/** What may pass the wire, heads and answers included, until a buyer who is signed in sees the exhibitors. */
const FIRST_PAGE_BYTES = 235_000;

const fair = openFair();

/** Counts what a page is sent, as it passes the wire. */
async function weigh(page: Page): Promise<() => number> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Network.enable");
  let bytes = 0;
  devtools.on("Network.loadingFinished", ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  return () => bytes;
}

test("the first page is light, in either language", async () => {
  for (const locale of ["en-US", "zh-CN"]) {
    const page = await fair().signIn("ana", { locale });
    // The other pages are loaded in idle moments; here there are none.
    await page.addInitScript(() => {
      window.requestIdleCallback = () => 0;
    });
    const bytes = await weigh(page);
    await page.goto("/exhibitors");
    await expect(page.getByTestId("exhibitors")).toBeVisible({ timeout: LOADING });
    await expect(page.getByTestId("clock-bar")).toBeVisible();
    process.stdout.write(`first page, ${locale}: ${bytes()} bytes\n`);
    expect(bytes()).toBeGreaterThan(50_000);
    expect(bytes()).toBeLessThan(FIRST_PAGE_BYTES);
  }
});

test("built files are served in the encoding that is asked for", async () => {
  const page = await fair().window();
  const script = /src="(\/assets\/[^"]+\.js)"/.exec(
    await (await page.request.get("/")).text(),
  )?.[1];
  if (!script) throw new Error("the page has no script");
  const tags = new Set<string>();
  for (const [accepted, encoding] of [
    ["gzip, deflate, br", "br"],
    ["gzip, deflate", "gzip"],
    ["identity", undefined],
  ] as const) {
    const ask = (headers: { [name: string]: string }) =>
      page.request.get(script, { headers: { "accept-encoding": accepted, ...headers } });
    const answer = await ask({});
    const { etag = "", vary, ...headers } = answer.headers();
    expect(headers["content-encoding"]).toBe(encoding);
    expect(headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    expect(vary).toBe("accept-encoding");
    expect(await answer.text()).toContain("createRoot");
    expect((await ask({ "if-none-match": `"other", ${etag}` })).status()).toBe(304);
    tags.add(etag);
  }
  expect(tags.size).toBe(3);
  expect((await page.request.get(`${script}.br`)).status()).toBe(404);
});
