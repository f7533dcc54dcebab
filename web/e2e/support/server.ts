import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const BINARY =
  process.env.PARLEY_BIN ?? fileURLToPath(new URL("../../../target/debug/parley", import.meta.url));
const START_MS = 60_000;
const POLL_MS = 50;

/** A demonstration fair of its own: the real program, on a free port, in an empty folder. */
export class Server {
  readonly url: string;
  private process: ChildProcess | null = null;
  private said = "";

  private constructor(
    private readonly port: number,
    private readonly folder: string,
  ) {
    this.url = `http://127.0.0.1:${port}`;
  }

  static async open(): Promise<Server> {
    const folder = mkdtempSync(join(tmpdir(), "parley-e2e-"));
    const server = new Server(await freePort(), folder);
    await server.start();
    return server;
  }

  /** Starts it, at first or again, on the same port and data. */
  async start(): Promise<void> {
    this.said = "";
    const child = spawn(BINARY, [], {
      cwd: this.folder,
      env: { ...process.env, PARLEY__HTTP__BIND: `127.0.0.1:${this.port}` },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.process = child;
    let failure: Error | null = null;
    child.on("error", (error) => {
      failure = error;
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (chunk: Buffer) => {
        this.said += chunk.toString();
      });
    }
    const deadline = Date.now() + START_MS;
    while (!(await this.isReady())) {
      if (failure) throw failure;
      if (child.exitCode !== null || Date.now() > deadline) {
        throw new Error(`the server did not get ready:\n${this.said}`);
      }
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }

  /** The machine is switched off: no goodbye, no flush. */
  async kill(): Promise<void> {
    const child = this.process;
    this.process = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
  }

  async close(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async isReady(): Promise<boolean> {
    try {
      return (await fetch(`${this.url}/readyz`)).ok;
    } catch {
      return false;
    }
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}
