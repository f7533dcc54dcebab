import { type Refusal, Refused } from "@/protocol/codes";
import type { Clocks } from "./clocks";
import type { Link } from "./link";
import type { Platform } from "./platform";
import { uuid7 } from "./uuid7";

/** How one sending ended. `lost`: the connection went before an answer came. */
export type Outcome = { is: "ok"; ok: unknown } | { is: "no"; no: Refusal } | { is: "lost" };

interface Call {
  id: string;
  name: string;
  input: object;
  /** `until_answered` is sent again, same id, on every new connection; `once` ends as `lost`. */
  mode: "until_answered" | "once";
  tries: number;
  settle(outcome: Outcome): void;
}

const RETRY_MS = 1_000;
/** After so many "not now" of the server the person is told instead. */
const RETRIES = 3;

/** Commands on their way: in the order sent, with the same id until answered. */
export class Calls {
  readonly #open = new Map<string, Call>();

  constructor(
    private readonly platform: Platform,
    private readonly clocks: Clocks,
    private readonly link: Link,
  ) {}

  /** A new command id, stamped with the server's machine time. */
  freshId(): string {
    return uuid7(this.clocks.machine(), this.platform.fill);
  }

  /** Sends a command and keeps at it over lost connections until it is answered. */
  async ask(name: string, input: object): Promise<unknown> {
    const outcome = await this.#begin(this.freshId(), name, input, "until_answered");
    if (outcome.is === "ok") return outcome.ok;
    if (outcome.is === "no") throw new Refused(outcome.no);
    throw new Error("the client was closed");
  }

  /** Sends a command once, on the connection of this moment. */
  once(id: string, name: string, input: object): Promise<Outcome> {
    return this.#begin(id, name, input, "once");
  }

  /** Takes an answer; false if it belongs to nobody here. */
  answer(id: string, outcome: Outcome): boolean {
    const call = this.#open.get(id);
    if (!call) return false;
    if (outcome.is === "no" && this.#again(call, outcome.no)) return true;
    this.#open.delete(id);
    call.settle(outcome);
    return true;
  }

  connected(): void {
    for (const call of [...this.#open.values()]) this.#send(call);
  }

  lost(): void {
    for (const call of [...this.#open.values()]) {
      if (call.mode === "once") this.#drop(call);
    }
  }

  close(): void {
    for (const call of [...this.#open.values()]) this.#drop(call);
  }

  #begin(id: string, name: string, input: object, mode: Call["mode"]): Promise<Outcome> {
    return new Promise((settle) => {
      const call: Call = { id, name, input, mode, tries: 0, settle };
      this.#open.set(id, call);
      const sent = this.#send(call);
      if (!sent && mode === "once") this.#drop(call);
    });
  }

  #drop(call: Call): void {
    this.#open.delete(call.id);
    call.settle({ is: "lost" });
  }

  #send(call: Call): boolean {
    return this.link.send({ id: call.id, do: call.name, in: call.input });
  }

  /** Whether the refusal means "the same again, a little later" and not "no". */
  #again(call: Call, no: Refusal): boolean {
    if (call.mode === "once" || call.tries >= RETRIES) return false;
    if (no.code === "clock_wrong" && no.more.machine !== undefined) {
      call.tries += 1;
      this.clocks.correctMachine(no.more.machine);
      this.#open.delete(call.id);
      call.id = this.freshId();
      this.#open.set(call.id, call);
      this.#send(call);
      return true;
    }
    if (no.code !== "rate_limited" && no.code !== "unavailable") return false;
    call.tries += 1;
    this.platform.after(no.more.retry_after_ms ?? RETRY_MS, () => {
      if (this.#open.get(call.id) === call) this.#send(call);
    });
    return true;
  }
}
