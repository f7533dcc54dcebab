import type { Fact, StateOf, Topic } from "@/protocol/facts";
import type { Here, Reset, ServerFrame } from "@/protocol/frames";
import type { Link } from "./link";
import type { Platform } from "./platform";
import { reducerOf } from "./topics";
import { type Readable, Signal, Value } from "./value";

/** What a view sees of a topic. `gone` carries the code with which it was lost. */
export type TopicView<S> =
  | { is: "loading" }
  | { is: "ready"; state: S; here: readonly string[] }
  | { is: "gone"; code: string };

/** News of any topic: for lists that are read over HTTP and only need to know that they are old. */
export type TopicNews = { topic: Topic; fact: Fact | null };

interface Subscription {
  topic: Topic;
  users: number;
  view: Value<TopicView<unknown>>;
  epoch: string | null;
  seq: number;
  here: readonly string[];
  /** The id of the unanswered subscribe, so that an answer to an older one is not taken for it. */
  asking: string | null;
  parts: Reset["state"][];
  cancelLinger: () => void;
}

/** A page that is left and entered again within this time finds its topic still warm. */
const LINGER_MS = 5_000;

/** The topics this client follows, each resumed from the last fact seen. */
export class Subscriptions {
  readonly news = new Signal<TopicNews>();
  readonly #topics = new Map<string, Subscription>();
  #epoch: string | null = null;

  constructor(
    private readonly platform: Platform,
    private readonly link: Link,
  ) {}

  /** Follows a topic until the returned `release` is called. */
  follow<T extends Topic>(
    topic: T,
  ): { view: Readable<TopicView<StateOf<T>>>; release: () => void } {
    const known = this.#topics.get(topic);
    const subscription = known ?? this.#create(topic);
    subscription.cancelLinger();
    subscription.users += 1;
    if (!known) this.#ask(subscription);
    let released = false;
    return {
      view: subscription.view as unknown as Readable<TopicView<StateOf<T>>>,
      release: () => {
        if (released) return;
        released = true;
        this.#release(subscription);
      },
    };
  }

  /** Greeted anew: every topic goes on from where it was. */
  connected(epoch: string): void {
    this.#epoch = epoch;
    for (const subscription of this.#topics.values()) this.#ask(subscription);
  }

  /** Takes a frame of a topic or an answer to a subscribe; false if it is neither. */
  take(frame: ServerFrame): boolean {
    if (frame.frame === "ok" || frame.frame === "no") return this.#answered(frame);
    if (frame.frame === "fact") this.#fact(frame.fact);
    else if (frame.frame === "reset") this.#reset(frame.on, frame.reset);
    else if (frame.frame === "gone") this.#gone(frame.on, frame.code);
    else if (frame.frame === "now") this.#now(frame.on, frame.now, frame.with);
    else return false;
    return true;
  }

  #create(topic: Topic): Subscription {
    const subscription: Subscription = {
      topic,
      users: 0,
      view: new Value<TopicView<unknown>>({ is: "loading" }),
      epoch: null,
      seq: 0,
      here: [],
      asking: null,
      parts: [],
      cancelLinger: () => {},
    };
    this.#topics.set(topic, subscription);
    return subscription;
  }

  #release(subscription: Subscription): void {
    subscription.users -= 1;
    if (subscription.users > 0) return;
    subscription.cancelLinger = this.platform.after(LINGER_MS, () => {
      this.#topics.delete(subscription.topic);
      this.link.send({
        id: this.link.shortId(),
        do: "unsubscribe",
        in: { topic: subscription.topic },
      });
    });
  }

  #ask(subscription: Subscription): void {
    const { topic, epoch, seq, view } = subscription;
    const resumes = epoch !== null && view.get().is === "ready";
    subscription.asking = this.link.shortId();
    subscription.parts = [];
    const input = resumes ? { topic, epoch, since: seq } : { topic };
    this.link.send({ id: subscription.asking, do: "subscribe", in: input });
  }

  /** Forgets what was folded and reads the snapshot: the way out of a hole or an unknown fact. */
  #askAnew(subscription: Subscription): void {
    subscription.epoch = null;
    this.#ask(subscription);
  }

  #answered(frame: Extract<ServerFrame, { frame: "ok" | "no" }>): boolean {
    for (const subscription of this.#topics.values()) {
      if (subscription.asking !== frame.re) continue;
      subscription.asking = null;
      if (frame.frame === "no") this.#refused(subscription, frame.no.code);
      else this.#here(subscription, (frame.ok as Partial<Here>).here ?? []);
      return true;
    }
    return false;
  }

  #refused(subscription: Subscription, code: string): void {
    if (code !== "unavailable" && code !== "rate_limited") {
      subscription.view.set({ is: "gone", code });
      return;
    }
    this.platform.after(1_000, () => {
      if (this.#topics.get(subscription.topic) === subscription) this.#ask(subscription);
    });
  }

  #fact(fact: Fact): void {
    const subscription = this.#topics.get(fact.on);
    const view = subscription?.view.get();
    if (!subscription || view?.is !== "ready" || subscription.parts.length > 0) return;
    if (fact.seq <= subscription.seq) return;
    if (fact.seq !== subscription.seq + 1) {
      // While an answer is under way the same hole would be found with every further fact.
      if (subscription.asking === null) this.#askAnew(subscription);
      return;
    }
    const next = reducerOf(subscription.topic).fold(view.state, fact);
    if (next === null) return this.#askAnew(subscription);
    subscription.seq = fact.seq;
    subscription.view.set({ is: "ready", state: next, here: subscription.here });
    this.news.emit({ topic: subscription.topic, fact });
  }

  #reset(topic: string, reset: Reset): void {
    const subscription = this.#topics.get(topic);
    if (!subscription) return;
    if (reset.part === 1) subscription.parts = [];
    subscription.parts.push(reset.state);
    if (reset.part < reset.of) return;
    const merged = mergeParts(subscription.parts);
    subscription.parts = [];
    subscription.epoch = this.#epoch;
    subscription.seq = reset.seq;
    const state = reducerOf(subscription.topic).snapshot(merged);
    subscription.view.set({ is: "ready", state, here: subscription.here });
    this.news.emit({ topic: subscription.topic, fact: null });
  }

  #gone(topic: string, code: string): void {
    const subscription = this.#topics.get(topic);
    if (!subscription) return;
    subscription.epoch = null;
    subscription.view.set({ is: "gone", code });
    this.news.emit({ topic: subscription.topic, fact: null });
  }

  #now(topic: string, now: string, body: Here): void {
    const subscription = this.#topics.get(topic);
    if (!subscription || now !== "here") return;
    this.#here(subscription, body.here ?? []);
  }

  #here(subscription: Subscription, here: string[]): void {
    subscription.here = here;
    const view = subscription.view.get();
    if (view.is === "ready") subscription.view.set({ ...view, here });
  }
}

/** Joins the parts of a snapshot key by key; arrays are strung together. */
function mergeParts(parts: Reset["state"][]): Reset["state"] {
  const whole: Reset["state"] = {};
  for (const part of parts) {
    for (const [key, value] of Object.entries(part)) {
      const known = whole[key];
      whole[key] = Array.isArray(known) && Array.isArray(value) ? [...known, ...value] : value;
    }
  }
  return whole;
}
