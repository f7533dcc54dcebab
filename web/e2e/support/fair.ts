import { randomBytes } from "node:crypto";
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  expect,
  type Page,
  test,
} from "@playwright/test";
import type { Day, Edition, Exhibitor, ExhibitorPage, Id, Period } from "../../src/protocol";
import type { CommandInputs } from "../../src/protocol/generated";
import { uuid7 } from "../../src/realtime/uuid7";
import { LOADING } from "./bounds";
import { BROWSER } from "./browser";
import { Server } from "./server";

const PASSWORD = "lychee-orchard-128";
const NO_BROWSER = "no Chromium on this machine";

/** The cast: the address, and the zone in which the browser stands. */
const PEOPLE = {
  ana: ["ana@importadora.example", "America/Sao_Paulo"],
  bruno: ["bruno@importadora.example", "America/Sao_Paulo"],
  carla: ["carla@nordhandel.example", "Europe/Berlin"],
  chen: ["chen@tayo.example", "Asia/Shanghai"],
  li: ["li@tayo.example", "Asia/Shanghai"],
  mei: ["mei@fair.example", "Asia/Shanghai"],
} as const;

type Person = keyof typeof PEOPLE;
type Answer =
  | { ok: { [key: string]: unknown }; no?: never }
  | { no: { code: string; text: string; more: { nearest?: number[] } }; ok?: never };

/** Li's stand: where to ask for an appointment with him. */
interface Stand {
  exhibitor: Exhibitor;
  edition: Edition;
  grid: Id;
}

/** One server with its people; `openFair` makes and ends it. */
class Fair {
  private readonly contexts: BrowserContext[] = [];

  constructor(
    readonly server: Server,
    private browser: Browser | null = null,
  ) {}

  lend(browser: Browser): void {
    this.browser = browser;
  }

  /** A window in a browser context of its own. */
  async window(options: BrowserContextOptions = {}): Promise<Page> {
    if (!this.browser) throw new Error("there is no browser");
    const context = await this.browser.newContext({ baseURL: this.server.url, ...options });
    this.contexts.push(context);
    return context.newPage();
  }

  /** An empty window of somebody who has signed in. */
  async signIn(who: Person, options: BrowserContextOptions = {}): Promise<Page> {
    const [email, timezoneId] = PEOPLE[who];
    const page = await this.window({ timezoneId, ...options });
    const answer = await page.request.post("/api/v1/login", {
      data: { email, password: PASSWORD },
      headers: { origin: this.server.url },
    });
    expect(answer.status(), `${who} signs in`).toBe(200);
    return page;
  }

  /** A window of somebody who has signed in, and its page's heading is there. */
  async enter(who: Person, path: string, options: BrowserContextOptions = {}): Promise<Page> {
    const page = await this.signIn(who, options);
    await this.show(page, path);
    return page;
  }

  /** Everybody closes his windows. */
  async leave(): Promise<void> {
    await Promise.all(this.contexts.splice(0).map((context) => context.close()));
  }

  async show(page: Page, path: string): Promise<void> {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible({ timeout: LOADING });
  }

  async read<T>(page: Page, path: string): Promise<T> {
    const answer = await page.request.get(`/api/v1${path}`);
    expect(answer.status(), path).toBe(200);
    return (await answer.json()) as T;
  }

  async stand(page: Page): Promise<Stand> {
    const editions = await this.read<Edition[]>(page, "/editions");
    const edition = editions.find(({ current }) => current);
    if (!edition) throw new Error("no edition is current");
    const found = await this.read<ExhibitorPage>(
      page,
      `/exhibitors?edition=${edition.id}&q=${encodeURIComponent("Tayo")}`,
    );
    const exhibitor = await this.read<Exhibitor>(page, `/exhibitors/${found.items[0]?.id}`);
    const li = exhibitor.staff?.find(({ name }) => name.startsWith("Li Na"));
    if (!li) throw new Error("Li is not at the stand");
    return { exhibitor, edition, grid: li.grid };
  }

  async periods(page: Page, grid: Id, day: Day): Promise<Period[]> {
    const { periods } = await this.read<{ periods: Period[] }>(page, `/grids/${grid}/${day}`);
    return periods;
  }

  /** Changes single rules as the organiser does. */
  async setRules(mei: Page, change: Partial<Edition["rules"]>): Promise<void> {
    const { edition } = await this.stand(mei);
    const rules = { ...edition.rules, ...change };
    await done(mei, "edition.set_rules", {
      edition: edition.id,
      revision: edition.revision,
      rules,
    });
  }
}

/** A fair for the tests of one file: opened before the first of them, killed after the last. */
export function openFair(): () => Fair {
  let fair: Fair | null = null;
  test.beforeAll(async () => {
    if (BROWSER) fair = new Fair(await Server.open());
  });
  test.afterAll(async () => {
    await fair?.server.close();
  });
  // biome-ignore lint/correctness/noEmptyPattern: the runner wants to see that no fixture is asked for
  test.beforeEach(({}, info) => {
    if (BROWSER) return;
    const name = info.titlePath.join("/").replaceAll(" ", "-");
    process.stdout.write(`SKIPPED ${name}: ${NO_BROWSER}\n`);
    info.skip(true, NO_BROWSER);
  });
  test.beforeEach(({ browser }) => fair?.lend(browser));
  test.afterEach(async () => {
    await fair?.leave();
  });
  return () => {
    if (!fair) throw new Error("the fair is not open");
    return fair;
  };
}

/** Sends a command from within a page, with its cookie and its origin. */
export function send<N extends keyof CommandInputs>(
  page: Page,
  name: N,
  input: CommandInputs[N],
): Promise<Answer> {
  const id = uuid7(Date.now(), (bytes) => bytes.set(randomBytes(bytes.length)));
  return page.evaluate(
    async ([path, body]) => {
      const headers = { "content-type": "application/json" };
      const answer = await fetch(path, { method: "POST", headers, body });
      return answer.json();
    },
    [`/api/v1/do/${name}`, JSON.stringify({ id, in: input })] as const,
  );
}

/** The same, where a refusal is a failure. */
export async function done<N extends keyof CommandInputs>(
  page: Page,
  name: N,
  input: CommandInputs[N],
): Promise<{ [key: string]: unknown }> {
  const answer = await send(page, name, input);
  expect(answer.no, name).toBeUndefined();
  return answer.ok ?? {};
}

/** What somebody who asks for a period sends. */
export function wish(
  stand: Stand,
  start: number,
  topic: string,
): CommandInputs["appointment.request"] {
  const origin = { kind: "exhibitor" as const, ref: stand.exhibitor.id };
  return { grid: stand.grid, start, topic, card: true, origin };
}
