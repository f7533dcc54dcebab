import { beforeEach, describe, expect, it } from "vitest";
import type { SlotsTopic } from "@/protocol/facts";
import { Realtime } from "./client";
import { memoryStore } from "./queue_store";
import { FakeBrowser, FakeWorld } from "./testing/fake";

const TOPIC: SlotsTopic = "slots/g1/2026-10-15";
const START = { user: "u1", epoch: "e1", fair: 1, machine: 1, clock: "real" as const };

let world: FakeWorld;
let client: Realtime;

function connect(): void {
  world = new FakeWorld();
  const tabs = new FakeBrowser().tab();
  client = new Realtime({ platform: world, store: memoryStore(), tabs, client: "t" }, START);
  client.start();
  world.socket.greet();
}

function period(start: number, state = "free") {
  return { start, end: start + 10, state };
}

function snapshot(seq: number, ...periods: object[]): object {
  const state = { periods, minutes: 30, policy: "soft" };
  return { on: TOPIC, reset: { seq, part: 1, of: 1, state } };
}

function changed(seq: number, start: number, state: string): object {
  return { on: TOPIC, seq, v: 1, at: 1, is: "period.changed", with: { start, state } };
}

function colours(view: { get(): { is: string } }): string[] {
  const now = view.get() as { is: string; state?: { periods: { state: string }[] } };
  return now.state?.periods.map((item) => item.state) ?? [];
}

beforeEach(connect);

describe("subscriptions", () => {
  it("read the snapshot, then fold facts onto it", () => {
    const { view } = client.topics.follow(TOPIC);
    expect(world.socket.last("subscribe").in).toEqual({ topic: TOPIC });
    world.socket.say({ re: world.socket.last("subscribe").id, ok: { head: 3, here: ["u2"] } });
    expect(view.get().is).toBe("loading");
    world.socket.say(snapshot(3, period(100), period(110)));
    expect(view.get()).toMatchObject({ is: "ready", here: ["u2"] });
    world.socket.say(changed(4, 110, "busy"));
    expect(colours(view)).toEqual(["free", "busy"]);
  });

  it("resume with epoch and since, and take what was missed once", () => {
    const { view } = client.topics.follow(TOPIC);
    world.socket.say(snapshot(3, period(100)));
    world.socket.drop();
    world.pass(400);
    world.socket.greet();
    expect(world.socket.last("subscribe").in).toEqual({ topic: TOPIC, epoch: "e1", since: 3 });
    world.socket.say({ re: world.socket.last("subscribe").id, ok: { head: 4, here: [] } });
    world.socket.say(changed(4, 100, "requested"));
    world.socket.say(changed(4, 100, "requested"));
    expect(colours(view)).toEqual(["requested"]);
  });

  it("take a reset instead when the epoch is another", () => {
    const { view } = client.topics.follow(TOPIC);
    world.socket.say(snapshot(30, period(100, "busy")));
    world.socket.drop();
    world.pass(400);
    world.socket.greet({ epoch: "e2" });
    expect(world.socket.last("subscribe").in).toMatchObject({ epoch: "e1", since: 30 });
    world.socket.say(snapshot(2, period(100)));
    expect(colours(view)).toEqual(["free"]);
    world.socket.say(changed(3, 100, "busy"));
    expect(colours(view)).toEqual(["busy"]);
    world.socket.drop();
    world.pass(400);
    world.socket.greet({ epoch: "e2" });
    expect(world.socket.last("subscribe").in).toMatchObject({ epoch: "e2", since: 3 });
  });

  it("join the parts of a snapshot before showing it", () => {
    const { view } = client.topics.follow(TOPIC);
    const part = (number: number, state: object) => ({
      on: TOPIC,
      reset: { seq: 9, part: number, of: 2, state },
    });
    world.socket.say(part(1, { periods: [period(100)], minutes: 30 }));
    expect(view.get().is).toBe("loading");
    world.socket.say(part(2, { periods: [period(110)], policy: "hold" }));
    expect(view.get()).toMatchObject({
      state: { minutes: 30, policy: "hold", periods: [{ start: 100 }, { start: 110 }] },
    });
  });

  it("subscribe anew on a hole and on a fact of an unknown kind", () => {
    const { view } = client.topics.follow(TOPIC);
    world.socket.say({ re: world.socket.last("subscribe").id, ok: { head: 3, here: [] } });
    world.socket.say(snapshot(3, period(100)));
    world.socket.say(changed(5, 100, "busy"));
    expect(world.socket.last("subscribe").in).toEqual({ topic: TOPIC });
    world.socket.say({ re: world.socket.last("subscribe").id, ok: { head: 5, here: [] } });
    world.socket.say(snapshot(5, period(100, "busy")));
    expect(colours(view)).toEqual(["busy"]);
    const asked = world.socket.sent.length;
    world.socket.say({ on: TOPIC, seq: 6, v: 1, at: 1, is: "period.painted", with: {} });
    expect(world.socket.sent).toHaveLength(asked + 1);
  });

  it("show a lost topic with its code", () => {
    const { view } = client.topics.follow(TOPIC);
    world.socket.say(snapshot(3, period(100)));
    world.socket.say({ on: TOPIC, gone: { code: "no_right" } });
    expect(view.get()).toEqual({ is: "gone", code: "no_right" });
  });

  it("show a refused topic with its code", () => {
    const { view } = client.topics.follow(TOPIC);
    const { id } = world.socket.last("subscribe");
    world.socket.say({ re: id, no: { code: "unknown_topic", text: "", more: {} } });
    expect(view.get()).toEqual({ is: "gone", code: "unknown_topic" });
  });

  it("share one subscription and let it go a little after the last view", () => {
    const first = client.topics.follow(TOPIC);
    const second = client.topics.follow(TOPIC);
    expect(world.socket.sent.filter((frame) => frame.do === "subscribe")).toHaveLength(1);
    first.release();
    first.release();
    world.pass(6_000);
    expect(world.socket.sent.some((frame) => frame.do === "unsubscribe")).toBe(false);
    second.release();
    world.pass(5_000);
    expect(world.socket.last("unsubscribe").in).toEqual({ topic: TOPIC });
  });

  it("move fair time forward with a fact stamped later", () => {
    client.topics.follow(TOPIC);
    world.socket.say(snapshot(3, period(100)));
    world.socket.say({ ...changed(4, 100, "busy"), at: 8_000_000 });
    expect(client.clocks.fair()).toBe(8_000_000);
  });

  it("go by the clock that the server says was moved", () => {
    world.socket.say({ clock: { fair: 9_000_000, machine: 4_000 } });
    expect(client.clocks.fair()).toBe(9_000_000);
  });

  it("end as signed out when somebody else is greeted", () => {
    world.socket.drop();
    world.pass(400);
    world.socket.greet({ user: "u2" });
    expect(client.link.state.get().is).toBe("signed_out");
  });
});
