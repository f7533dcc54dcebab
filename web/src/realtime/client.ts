import type { ClockKind } from "@/protocol";
import { Refused } from "@/protocol/codes";
import { type CommandName, type Input, isKept, type Output } from "@/protocol/commands";
import type { ServerFrame, Welcome } from "@/protocol/frames";
import { Calls } from "./calls";
import { Clocks } from "./clocks";
import { Link } from "./link";
import type { Platform } from "./platform";
import { type Owner, Queue } from "./queue";
import type { QueueStore } from "./queue_store";
import { Scope } from "./scope";
import { Subscriptions } from "./subscriptions";
import type { Tabs } from "./tabs";

/** What the realtime client needs from its surroundings. */
export interface Surroundings {
  platform: Platform;
  store: QueueStore;
  tabs: Tabs;
  /** Name and version, told to the server in `hello`. */
  client: string;
}

/** What is known of the person before the socket is open (the answer of `GET /me`). */
export interface Start extends Owner {
  fair: number;
  machine: number;
  clock: ClockKind;
}

/** The client of one signed-in person: one socket, topics, commands, the queue, the clocks. */
export class Realtime {
  readonly scope = new Scope();
  readonly clocks: Clocks;
  readonly link: Link;
  readonly topics: Subscriptions;
  readonly queue: Queue;
  readonly #calls: Calls;
  #owner: Owner;

  constructor({ platform, store, tabs, client }: Surroundings, start: Start) {
    this.#owner = { user: start.user, epoch: start.epoch };
    this.clocks = new Clocks(platform.now);
    this.clocks.sample(start, platform.now());
    this.link = new Link(platform, this.clocks, client, {
      live: (hello) => this.#greeted(hello),
      frame: (frame) => this.#take(frame),
      lost: () => this.#lost(),
    });
    this.#calls = new Calls(platform, this.clocks, this.link);
    this.topics = new Subscriptions(platform, this.link);
    this.queue = new Queue(platform, this.clocks, this.#calls, store, tabs, this.scope);
    this.scope.add(() => this.#calls.close());
    this.scope.add(() => this.link.stop());
    void this.queue.open(this.#owner);
  }

  start(): void {
    this.link.start();
  }

  /** Ends the socket, the timers and everything that waits. */
  end(): void {
    this.scope.end();
  }

  /** Sends a command; resolves with its answer or throws `Refused`. */
  async command<N extends CommandName>(name: N, input: Input<N>): Promise<Output<N>> {
    if (!isKept(name)) return (await this.#calls.ask(name, input)) as Output<N>;
    const outcome = await this.queue.add(name, input);
    if (outcome.is === "ok") return outcome.ok as Output<N>;
    if (outcome.is === "no") throw new Refused(outcome.no);
    throw new Error("a kept command is never lost");
  }

  /** An id for a command that takes the other door because the page is closing. */
  commandId(): string {
    return this.#calls.freshId();
  }

  #greeted(hello: Welcome): void {
    if (hello.user !== this.#owner.user) {
      // Somebody else signed in with this browser: nothing on this page is his.
      this.link.refuse();
      return;
    }
    this.topics.connected(hello.epoch);
    this.#calls.connected();
    if (hello.epoch !== this.#owner.epoch) {
      this.#owner = { user: hello.user, epoch: hello.epoch };
      void this.queue.open(this.#owner);
    }
    this.queue.connected();
  }

  #take(frame: ServerFrame): void {
    if (frame.frame === "fact") this.clocks.atLeast(frame.fact.at);
    if (frame.frame === "clock") this.clocks.sample(frame.clock, this.clocks.device());
    if (this.topics.take(frame)) return;
    if (frame.frame === "ok") this.#calls.answer(frame.re, { is: "ok", ok: frame.ok });
    else if (frame.frame === "no") this.#calls.answer(frame.re, { is: "no", no: frame.no });
  }

  #lost(): void {
    this.#calls.lost();
    this.queue.lost();
  }
}
