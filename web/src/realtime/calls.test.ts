import { beforeEach, describe, expect, it } from "vitest";
import { Refused } from "@/protocol/codes";
import { Realtime } from "./client";
import { memoryStore } from "./queue_store";
import { FakeBrowser, FakeWorld, settle } from "./testing/fake";
import { uuid7 } from "./uuid7";

const START = { user: "u1", epoch: "e1", fair: 1, machine: 1, clock: "real" as const };
let world: FakeWorld;
let client: Realtime;

beforeEach(() => {
  world = new FakeWorld();
  const tabs = new FakeBrowser().tab();
  client = new Realtime({ platform: world, store: memoryStore(), tabs, client: "t" }, START);
  client.start();
});

describe("command ids", () => {
  it("are UUIDv7 with the moment in front", () => {
    const id = uuid7(0x0193_0000_0001, world.fill);
    expect(id).toMatch(/^01930000-0001-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it("are stamped with the server's machine time", async () => {
    world.socket.greet({ machine: 1_763_800_000_000 });
    void client.command("slot.release", {});
    const stamp = Number.parseInt(
      world.socket.last("slot.release").id.replace("-", "").slice(0, 12),
      16,
    );
    expect(stamp).toBe(1_763_800_000_000);
  });
});

describe("commands", () => {
  it("resolve with the answer", async () => {
    world.socket.greet();
    const answer = client.command("slot.hold", { grid: "g", start: 5 });
    world.socket.say({ re: world.socket.last("slot.hold").id, ok: { until: 77 } });
    await expect(answer).resolves.toEqual({ until: 77 });
  });

  it("throw a typed refusal", async () => {
    world.socket.greet();
    const answer = client.command("slot.hold", { grid: "g", start: 5 });
    const no = { code: "slot_taken", text: "taken", more: { nearest: [6] } };
    world.socket.say({ re: world.socket.last("slot.hold").id, no });
    await expect(answer).rejects.toBeInstanceOf(Refused);
    await expect(answer).rejects.toMatchObject({ refusal: { more: { nearest: [6] } } });
  });

  it("wait for the connection and keep their id over a lost one", async () => {
    const answer = client.command("staff.remove", { user: "x" });
    world.socket.greet();
    const first = world.socket.last("staff.remove");
    world.socket.drop();
    world.pass(400);
    world.socket.greet();
    expect(world.socket.last("staff.remove")).toEqual(first);
    world.socket.say({ re: first.id, ok: {} });
    await expect(answer).resolves.toEqual({});
  });

  it("are stamped anew after clock_wrong", async () => {
    world.socket.greet();
    const answer = client.command("slot.release", {});
    const first = world.socket.last("slot.release").id;
    const no = { code: "clock_wrong", text: "", more: { machine: 500_000 } };
    world.socket.say({ re: first, no });
    const second = world.socket.last("slot.release").id;
    expect(second).not.toBe(first);
    world.socket.say({ re: second, ok: {} });
    await expect(answer).resolves.toEqual({});
    expect(client.clocks.machine()).toBe(500_000);
  });

  it("are sent again with the same id after rate_limited, and not for ever", async () => {
    world.socket.greet();
    const answer = client.command("slot.release", {});
    const { id } = world.socket.last("slot.release");
    const no = { code: "rate_limited", text: "", more: { retry_after_ms: 500 } };
    for (let tries = 0; tries < 3; tries++) {
      world.socket.say({ re: id, no });
      world.pass(500);
    }
    expect(world.socket.sent.filter((frame) => frame.id === id)).toHaveLength(4);
    world.socket.say({ re: id, no });
    await expect(answer).rejects.toMatchObject({ refusal: { code: "rate_limited" } });
  });

  it("end with the client's scope", async () => {
    world.socket.greet();
    const answer = client.command("slot.release", {});
    client.end();
    await expect(answer).rejects.toThrow("closed");
    await settle();
    world.pass(100_000);
    expect(world.sockets).toHaveLength(1);
  });
});
