import { beforeEach, describe, expect, it, vi } from "vitest";
import { Clocks } from "./clocks";
import { Link } from "./link";
import { FakeWorld } from "./testing/fake";

let world: FakeWorld;
let clocks: Clocks;
let link: Link;
const events = { live: vi.fn(), frame: vi.fn(), lost: vi.fn() };

beforeEach(() => {
  world = new FakeWorld();
  clocks = new Clocks(world.now);
  link = new Link(world, clocks, "web test", events);
  for (const spy of Object.values(events)) spy.mockReset();
});

describe("the link", () => {
  it("greets first and is live with the answer, both clocks set", () => {
    link.start();
    expect(link.state.get().is).toBe("connecting");
    world.socket.open();
    expect(link.state.get().is).toBe("greeting");
    expect(world.socket.sent[0]).toMatchObject({ do: "hello", in: { client: "web test" } });
    world.socket.greet({ fair: 9_000, machine: 2_000 });
    expect(link.state.get().is).toBe("live");
    expect(clocks.fair()).toBe(9_000);
    expect(clocks.machine()).toBe(2_000);
    expect(clocks.kind()).toBe("simulated");
  });

  it("waits by a growing, jittered time and comes back by itself", () => {
    link.start();
    const waits: number[] = [];
    for (let attempt = 0; attempt < 4; attempt++) {
      world.socket.drop();
      const state = link.state.get();
      if (state.is !== "waiting") throw new Error(state.is);
      waits.push(state.until - world.now());
      world.pass(state.until - world.now());
      expect(link.state.get().is).toBe("connecting");
    }
    expect(waits).toEqual([300, 600, 1_200, 2_400]);
    world.socket.greet();
    expect(link.state.get().is).toBe("live");
    world.socket.drop();
    expect(link.state.get()).toMatchObject({ until: world.now() + 300 });
  });

  it("gives up a socket that never opens", () => {
    link.start();
    world.pass(12_000);
    expect(link.state.get().is).toBe("waiting");
  });

  it("pings after 20 s of silence and finds a dead peer within 45 s", () => {
    link.start();
    world.socket.greet();
    world.pass(19_999);
    expect(world.socket.sent.some((frame) => frame.do === "ping")).toBe(false);
    world.pass(1);
    const ping = world.socket.last("ping");
    world.socket.say({ re: ping.id, ok: { fair: 1, machine: 1 } });
    expect(events.frame).not.toHaveBeenCalled();
    world.pass(20_000);
    world.pass(10_000);
    expect(link.state.get().is).toBe("waiting");
    expect(events.lost).toHaveBeenCalledOnce();
  });

  it("honours bye: no new frames, back after the time named", () => {
    link.start();
    world.socket.greet();
    world.socket.say({ bye: { code: "drain", after_ms: 3_200 } });
    expect(link.state.get().is).toBe("draining");
    expect(link.send({ id: "x", do: "ping", in: {} })).toBe(false);
    world.socket.drop(1001);
    expect(link.state.get().is).toBe("waiting");
    world.pass(3_199);
    expect(world.sockets).toHaveLength(1);
    world.pass(1);
    expect(world.sockets).toHaveLength(2);
  });

  it("stays signed out after 4401 and starts again when told", () => {
    link.start();
    world.socket.greet();
    world.socket.drop(4401);
    expect(link.state.get().is).toBe("signed_out");
    world.pass(60_000);
    expect(world.sockets).toHaveLength(1);
    link.start();
    expect(world.sockets).toHaveLength(2);
  });

  it("names a paused node and leaves it when it stays so", () => {
    link.start();
    world.socket.greet();
    world.socket.say({ paused: {} });
    expect(link.state.get().is).toBe("paused");
    world.socket.say({ resumed: {} });
    expect(link.state.get().is).toBe("live");
    world.socket.say({ paused: {} });
    world.pass(15_000);
    expect(link.state.get().is).toBe("waiting");
  });

  it("asks at once whether the peer lives when the device wakes", () => {
    link.start();
    world.socket.greet();
    link.poke();
    world.pass(4_000);
    expect(link.state.get().is).toBe("waiting");
    link.poke();
    expect(link.state.get().is).toBe("connecting");
  });
});
