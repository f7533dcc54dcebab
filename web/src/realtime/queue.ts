import type { Refusal } from "@/protocol/codes";
import type { KeptName } from "@/protocol/commands";
import type { Calls, Outcome } from "./calls";
import type { Clocks } from "./clocks";
import type { Platform } from "./platform";
import type { Kept, QueueStore } from "./queue_store";
import type { Scope } from "./scope";
import type { TabMessage, Tabs } from "./tabs";
import { Signal, Value } from "./value";

/** Whose commands are sent: a person on a database of this epoch. */
export interface Owner {
  user: string;
  epoch: string;
}

/** A command that was refused when nobody looked any more. */
export interface LateRefusal {
  name: KeptName;
  refusal: Refusal;
}

const RETRY_MS = 1_000;
/** How long the tab that waits for an answer has to say so, before the person is told in this one. */
const HEARD_MS = 1_000;

/**
 * The offline queue: commands wait in the browser under (user, epoch) and are sent in order, by one
 * tab at a time. A command leaves the store only with its answer, so a reload in the middle sends it
 * again with the same id and gets the same answer.
 */
export class Queue {
  /** What waits for its answer, for the offline bar and for what is drawn as pending. */
  readonly waiting = new Value<readonly Kept[]>([]);
  /** What was kept under another epoch: the server was restored, and the person must decide. */
  readonly stranded = new Value<readonly Kept[]>([]);
  /** Refusals that no view has shown, told so that the person hears of them all the same. */
  readonly refusedLate = new Signal<LateRefusal>();
  readonly #waiters = new Map<string, (outcome: Outcome) => void>();
  /** Refused commands of other tabs, until those tabs say that they have heard. */
  readonly #unheard = new Set<string>();
  #owner: Owner | null = null;
  #draining = false;
  #live = false;

  constructor(
    private readonly platform: Platform,
    private readonly clocks: Clocks,
    private readonly calls: Calls,
    private readonly store: QueueStore,
    private readonly tabs: Tabs,
    scope: Scope,
  ) {
    scope.add(tabs.listen((message) => this.#heard(message)));
    scope.add(() => {
      this.#live = false;
      this.#unheard.clear();
    });
  }

  async open(owner: Owner): Promise<void> {
    this.#owner = owner;
    await this.#reload();
    await this.#drain();
  }

  connected(): void {
    this.#live = true;
    void this.#drain();
  }

  lost(): void {
    this.#live = false;
  }

  /** Keeps a command and answers when the server has. */
  async add(name: KeptName, input: object): Promise<Outcome> {
    if (!this.#owner) throw new Error("the queue has no owner yet");
    const id = this.calls.freshId();
    // Waited for before it is kept: another tab may send it, and hear the answer, at any moment after.
    const outcome = new Promise<Outcome>((settle) => this.#waiters.set(id, settle));
    try {
      await this.store.add({ ...this.#owner, id, key: id, name, input });
    } catch (error) {
      this.#waiters.delete(id);
      throw error;
    }
    await this.#reload();
    this.tabs.tell({ is: "changed" });
    void this.#drain();
    return outcome;
  }

  /** Sends what was kept under another epoch after all, as new commands. */
  async adoptStranded(): Promise<void> {
    if (!this.#owner) return;
    for (const kept of this.stranded.get()) {
      await this.store.replace({ ...kept, ...this.#owner, id: this.calls.freshId() });
    }
    await this.#reload();
    void this.#drain();
  }

  async dropStranded(): Promise<void> {
    for (const kept of this.stranded.get()) await this.store.remove(kept.order);
    await this.#reload();
  }

  async #reload(): Promise<void> {
    const owner = this.#owner;
    if (!owner) return;
    const all = await this.store.list(owner.user);
    this.waiting.set(all.filter((kept) => kept.epoch === owner.epoch));
    this.stranded.set(all.filter((kept) => kept.epoch !== owner.epoch));
  }

  async #drain(): Promise<void> {
    if (this.#draining || !this.#live || !this.#owner) return;
    this.#draining = true;
    const { user, epoch } = this.#owner;
    try {
      await this.tabs.alone(`parley.queue.${user}.${epoch}`, () => this.#sendAll());
    } finally {
      this.#draining = false;
    }
    // A command that was added between the last look and the end of the lock would else lie still.
    if (this.#live && this.waiting.get().length > 0) void this.#drain();
  }

  async #sendAll(): Promise<void> {
    while (this.#live) {
      await this.#reload();
      const next = this.waiting.get()[0];
      if (!next || !(await this.#sendOne(next))) return;
    }
  }

  /** Sends one command; false when the connection went and the rest must wait. */
  async #sendOne(kept: Kept): Promise<boolean> {
    const outcome = await this.calls.once(kept.id, kept.name, kept.input);
    if (outcome.is === "lost") {
      this.#live = false;
      return false;
    }
    if (outcome.is === "no") {
      const { code, more } = outcome.no;
      if (code === "clock_wrong" && more.machine !== undefined) {
        this.clocks.correctMachine(more.machine);
        await this.store.replace({ ...kept, id: this.calls.freshId() });
        return true;
      }
      if (code === "unavailable" || code === "rate_limited") {
        const wait = more.retry_after_ms ?? RETRY_MS;
        await new Promise<void>((done) => this.platform.after(wait, done));
        return this.#live;
      }
    }
    const isMine = this.#waiters.has(kept.key);
    // Told before it is forgotten: if this tab is closed in between, another sends the command again under the same id
    // and hears the same answer. A refusal is not kept with an id; then what is refused is decided anew.
    if (!isMine) this.#tell(kept, outcome);
    await this.store.remove(kept.order);
    await this.#reload();
    this.tabs.tell({ is: "changed" });
    if (isMine) this.#answer(kept.key, outcome);
    return true;
  }

  /** Gives the outcome to the tab that waits for it; a refusal that none has shown is told in this one. */
  #tell({ key, name }: Kept, outcome: Outcome): void {
    const refusal = outcome.is === "no" ? outcome.no : null;
    if (refusal) {
      this.#unheard.add(key);
      this.platform.after(HEARD_MS, () => {
        if (this.#unheard.delete(key)) this.refusedLate.emit({ name, refusal });
      });
    }
    this.tabs.tell({ is: "settled", key, outcome });
  }

  /** Whether somebody in this tab waited for it. */
  #answer(key: string, outcome: Outcome): boolean {
    const waiter = this.#waiters.get(key);
    this.#waiters.delete(key);
    waiter?.(outcome);
    return waiter !== undefined;
  }

  #heard(message: TabMessage): void {
    switch (message.is) {
      case "settled":
        if (this.#answer(message.key, message.outcome)) {
          this.tabs.tell({ is: "heard", key: message.key });
        }
        return;
      case "heard":
        this.#unheard.delete(message.key);
        return;
      case "changed":
        void this.#reload().then(() => this.#drain());
        return;
      default:
        message satisfies never;
    }
  }
}
