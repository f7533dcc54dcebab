import { type Pong, readFrame, type ServerFrame, type Welcome } from "@/protocol/frames";
import { backoff } from "./backoff";
import type { Clocks } from "./clocks";
import type { Platform, SocketPort } from "./platform";
import { Value } from "./value";

/** Where the one connection stands. */
export type LinkState =
  | { is: "idle" }
  | { is: "connecting" }
  | { is: "greeting" }
  | { is: "live" }
  | { is: "waiting"; until: number }
  | { is: "paused" }
  | { is: "draining"; until: number }
  | { is: "signed_out" };

export interface LinkEvents {
  /** Greeted: the connection carries topics and commands from here on. */
  live(hello: Welcome): void;
  frame(frame: ServerFrame): void;
  lost(): void;
}

const OPEN_MS = 12_000;
const SILENCE_MS = 20_000;
const PONG_MS = 10_000;
/** A device that wakes up mostly finds a dead socket: it should not look alive for long. */
const WOKEN_PONG_MS = 4_000;
/** A node without its lease delivers nothing; another one may. */
const PAUSED_MS = 15_000;
const UNAUTHENTICATED = 4401;

/** One WebSocket at a time: greets, watches for silence, comes back by itself. */
export class Link {
  readonly state = new Value<LinkState>({ is: "idle" });
  #socket: SocketPort | null = null;
  #attempt = 0;
  #sequence = 0;
  #cancelTimer: () => void = () => {};
  #helloSentAt = 0;
  #ping: { id: string; sentAt: number } | null = null;

  constructor(
    private readonly platform: Platform,
    private readonly clocks: Clocks,
    private readonly client: string,
    private readonly events: LinkEvents,
  ) {}

  start(): void {
    const { is } = this.state.get();
    if (is === "idle" || is === "signed_out") this.#connect();
  }

  /** The network is back or the device woke: come back now, or find out whether the peer lives. */
  poke(): void {
    const { is } = this.state.get();
    if (is === "live" && !this.#ping) this.#sendPing(WOKEN_PONG_MS);
    if (is !== "waiting") return;
    this.#attempt = 0;
    this.#connect();
  }

  stop(): void {
    this.#drop();
    this.state.set({ is: "idle" });
  }

  /** Ends as signed out, for a connection that was greeted as somebody else. */
  refuse(): void {
    this.#signOut();
  }

  /** Sends if greeted; says whether it did. */
  send(frame: object): boolean {
    const { is } = this.state.get();
    if ((is !== "live" && is !== "paused") || !this.#socket) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  /** An id for what needs no idempotence: subscriptions, reads, pings. */
  shortId(): string {
    this.#sequence += 1;
    return `c${this.#sequence}`;
  }

  #connect(): void {
    this.#drop();
    this.state.set({ is: "connecting" });
    this.#timer(OPEN_MS, () => this.#lostNow());
    this.#socket = this.platform.open({
      opened: () => this.#greet(),
      text: (data) => this.#receive(data),
      closed: (code) => this.#closed(code),
    });
  }

  #greet(): void {
    this.state.set({ is: "greeting" });
    this.#helloSentAt = this.platform.now();
    this.#socket?.send(JSON.stringify({ id: "hello", do: "hello", in: { client: this.client } }));
  }

  #receive(data: string): void {
    const frame = readFrame(data);
    const { is } = this.state.get();
    if (is === "live" || is === "paused") this.#watchSilence();
    if (!frame) return;
    if (is === "greeting") this.#greeted(frame);
    else if (frame.frame === "bye") this.#draining(frame.afterMs);
    else if (frame.frame === "paused") this.#paused();
    else if (frame.frame === "resumed") this.#resumed();
    else if (frame.frame === "ok" && this.#ping && frame.re === this.#ping.id) this.#pong(frame.ok);
    else this.events.frame(frame);
  }

  #greeted(frame: ServerFrame): void {
    if (frame.frame === "bye") return this.#draining(frame.afterMs);
    if (frame.frame === "no" && frame.no.code === "unauthenticated") return this.#signOut();
    if (frame.frame === "no") return this.#lostNow();
    if (frame.frame !== "ok") return;
    const hello = frame.ok as Welcome;
    this.clocks.sample(hello, this.#helloSentAt);
    this.#attempt = 0;
    this.state.set({ is: "live" });
    this.#watchSilence();
    this.events.live(hello);
  }

  #pong(ok: unknown): void {
    const sentAt = this.#ping?.sentAt ?? this.platform.now();
    this.#ping = null;
    this.clocks.sample(ok as Pong, sentAt);
  }

  #watchSilence(): void {
    if (this.state.get().is === "paused") return;
    this.#timer(SILENCE_MS, () => this.#sendPing(PONG_MS));
  }

  #sendPing(patience: number): void {
    this.#ping = { id: this.shortId(), sentAt: this.platform.now() };
    this.send({ id: this.#ping.id, do: "ping", in: {} });
    this.#timer(patience, () => this.#lostNow());
  }

  #paused(): void {
    this.state.set({ is: "paused" });
    this.#timer(PAUSED_MS, () => this.#lostNow());
  }

  #resumed(): void {
    this.state.set({ is: "live" });
    this.#watchSilence();
  }

  /** The node goes away: what is in flight may still be answered until the moment it named. */
  #draining(afterMs: number): void {
    const until = this.platform.now() + afterMs;
    this.state.set({ is: "draining", until });
    this.#timer(afterMs, () => {
      this.#drop();
      this.events.lost();
      this.#connect();
    });
  }

  #closed(code: number): void {
    this.#socket = null;
    if (code === UNAUTHENTICATED) return this.#signOut();
    const state = this.state.get();
    if (state.is === "draining") {
      this.#timer(Math.max(0, state.until - this.platform.now()), () => this.#connect());
      this.state.set({ is: "waiting", until: state.until });
      this.events.lost();
      return;
    }
    this.#lostNow();
  }

  #lostNow(): void {
    this.#drop();
    const wait = backoff(this.#attempt, this.platform.random);
    this.#attempt += 1;
    this.state.set({ is: "waiting", until: this.platform.now() + wait });
    this.#timer(wait, () => this.#connect());
    this.events.lost();
  }

  #signOut(): void {
    this.#drop();
    this.state.set({ is: "signed_out" });
    this.events.lost();
  }

  #timer(ms: number, run: () => void): void {
    this.#cancelTimer();
    this.#cancelTimer = this.platform.after(ms, run);
  }

  #drop(): void {
    this.#cancelTimer();
    this.#ping = null;
    this.#socket?.close();
    this.#socket = null;
  }
}
