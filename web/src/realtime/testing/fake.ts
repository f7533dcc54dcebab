import type { Platform, SocketEvents, SocketPort } from "../platform";
import type { TabMessage, Tabs } from "../tabs";

interface Sent {
  id: string;
  do: string;
  in: { [key: string]: unknown };
}

/** A socket whose far end is the test. */
export class FakeSocket implements SocketPort {
  readonly sent: Sent[] = [];
  isClosed = false;

  constructor(private readonly events: SocketEvents) {}

  send(text: string): void {
    this.sent.push(JSON.parse(text) as Sent);
  }

  close(): void {
    this.isClosed = true;
  }

  open(): void {
    this.events.opened();
  }

  say(frame: object): void {
    if (!this.isClosed) this.events.text(JSON.stringify(frame));
  }

  drop(code = 1006): void {
    if (!this.isClosed) this.events.closed(code);
  }

  /** The last frame sent with this command name. */
  last(name: string): Sent {
    const found = this.sent.filter((frame) => frame.do === name).at(-1);
    if (!found) throw new Error(`nothing sent as ${name}`);
    return found;
  }

  /** Opens and answers the greeting. */
  greet(hello: object = {}): void {
    this.open();
    const ok = { epoch: "e1", user: "u1", roles: [], fair: 5_000_000, machine: 1_000, ...hello };
    this.say({ re: this.last("hello").id, ok: { clock: "simulated", ...ok } });
  }
}

/** Time that stands still until the test moves it, and sockets that the test holds. */
export class FakeWorld implements Platform {
  readonly sockets: FakeSocket[] = [];
  #now = 1_000;
  #timers: { due: number; run: () => void }[] = [];

  now = (): number => this.#now;
  random = (): number => 0.5;
  fill = (bytes: Uint8Array): void => {
    for (let index = 0; index < bytes.length; index++)
      bytes[index] = (index * 37 + this.#seed) % 256;
    this.#seed += 1;
  };
  #seed = 1;

  after = (ms: number, run: () => void): (() => void) => {
    const timer = { due: this.#now + ms, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  };

  open = (events: SocketEvents): FakeSocket => {
    const socket = new FakeSocket(events);
    this.sockets.push(socket);
    return socket;
  };

  get socket(): FakeSocket {
    const socket = this.sockets.at(-1);
    if (!socket) throw new Error("no socket was opened");
    return socket;
  }

  /** Moves time, running what falls due in order. */
  pass(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const next = this.#timers
        .filter((timer) => timer.due <= end)
        .sort((a, b) => a.due - b.due)[0];
      if (!next) break;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.#now = Math.max(this.#now, next.due);
      next.run();
    }
    this.#now = end;
  }
}

/** Tabs of one browser in one process: a lock in order of asking and a channel. */
export class FakeBrowser {
  readonly #listeners = new Map<object, (message: TabMessage) => void>();
  #turn: Promise<void> = Promise.resolve();

  tab(): Tabs {
    const self = {};
    return {
      alone: (_name, run) => {
        const mine = this.#turn.then(run);
        this.#turn = mine.catch(() => {});
        return mine;
      },
      tell: (message) => {
        for (const [other, listener] of this.#listeners) if (other !== self) listener(message);
      },
      listen: (listener) => {
        this.#listeners.set(self, listener);
        return () => this.#listeners.delete(self);
      },
    };
  }
}

/** Lets promises that are ready run. */
export async function settle(): Promise<void> {
  for (let round = 0; round < 30; round++) await new Promise((done) => setTimeout(done, 0));
}
