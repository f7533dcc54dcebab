import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { beforeEach, describe, expect, it } from "vitest";
import { Realtime } from "./client";
import { firstWorking, indexedStore, memoryStore, type QueueStore } from "./queue_store";
import { FakeBrowser, FakeWorld, settle } from "./testing/fake";

const START = { user: "u1", epoch: "e1", fair: 1, machine: 1, clock: "real" as const };

interface Tab {
  world: FakeWorld;
  client: Realtime;
}

function tab(store: QueueStore, browser = new FakeBrowser(), epoch = "e1"): Tab {
  const world = new FakeWorld();
  const surroundings = { platform: world, store, tabs: browser.tab(), client: "t" };
  const client = new Realtime(surroundings, { ...START, epoch });
  client.start();
  return { world, client };
}

const accepts = (world: FakeWorld) =>
  world.socket.sent.filter((frame) => frame.do === "appointment.accept");

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

describe.each([
  ["memory", memoryStore],
  ["IndexedDB", indexedStore],
])("the offline queue in %s", (_name, make) => {
  it("keeps commands until the connection is there and sends them in order", async () => {
    const { world, client } = tab(make());
    const answers = ["a", "b"].map((id) =>
      client.command("appointment.accept", { appointment: id }),
    );
    await settle();
    expect(client.queue.waiting.get()).toHaveLength(2);
    world.socket.greet();
    await settle();
    expect(accepts(world).map((frame) => frame.in.appointment)).toEqual(["a"]);
    world.socket.say({ re: accepts(world)[0]?.id, ok: { seq: 1 } });
    await settle();
    world.socket.say({ re: accepts(world)[1]?.id, no: { code: "not_now", text: "", more: {} } });
    await expect(answers[0]).resolves.toEqual({ seq: 1 });
    await expect(answers[1]).rejects.toMatchObject({ refusal: { code: "not_now" } });
    expect(client.queue.waiting.get()).toHaveLength(0);
  });

  it("sends an unanswered command again with the same id", async () => {
    const { world, client } = tab(make());
    world.socket.greet();
    const answer = client.command("appointment.accept", { appointment: "a" });
    await settle();
    const first = world.socket.last("appointment.accept").id;
    world.socket.drop();
    await settle();
    world.pass(400);
    world.socket.greet();
    await settle();
    expect(world.socket.last("appointment.accept").id).toBe(first);
    world.socket.say({ re: first, ok: { seq: 2 } });
    await expect(answer).resolves.toEqual({ seq: 2 });
  });
});

describe("the store", () => {
  it("is the page's memory where the browser refuses IndexedDB", async () => {
    const refuses: QueueStore = { ...memoryStore(), list: () => Promise.reject(new Error("no")) };
    const store = firstWorking(refuses, memoryStore());
    const kept = { user: "u1", epoch: "e1", id: "i", key: "i", name: "notice.read" as const };
    await store.add({ ...kept, input: {} });
    expect(await store.list("u1")).toHaveLength(1);
  });
});

describe("the offline queue", () => {
  it("survives a reload, and tells the outcome though nobody awaits it", async () => {
    const before = tab(indexedStore());
    before.client.command("appointment.accept", { appointment: "a" }).catch(() => {});
    await settle();
    before.client.end();
    const after = tab(indexedStore());
    const late: string[] = [];
    after.client.queue.refusedLate.listen(({ refusal }) => late.push(refusal.code));
    after.world.socket.greet();
    await settle();
    expect(accepts(after.world)).toHaveLength(1);
    after.world.socket.say({ re: accepts(after.world)[0]?.id, no: { code: "not_now" } });
    await settle();
    expect(late, "another tab may still show it").toEqual([]);
    after.world.pass(1_000);
    expect(late).toEqual(["not_now"]);
    expect(after.client.queue.waiting.get()).toHaveLength(0);
  });

  it("is sent by one tab, and the other sees the result", async () => {
    const browser = new FakeBrowser();
    const one = tab(indexedStore(), browser);
    const two = tab(indexedStore(), browser);
    const answer = one.client.command("appointment.accept", { appointment: "a" });
    await settle();
    two.world.socket.greet();
    one.world.socket.greet();
    await settle();
    const sent = [...accepts(one.world), ...accepts(two.world)];
    expect(sent).toHaveLength(1);
    const sender = accepts(one.world).length === 1 ? one : two;
    sender.world.socket.say({ re: sent[0]?.id, ok: { seq: 4 } });
    await expect(answer).resolves.toEqual({ seq: 4 });
    await settle();
    expect(one.client.queue.waiting.get()).toHaveLength(0);
    expect(two.client.queue.waiting.get()).toHaveLength(0);
  });

  it("answers the tab that asked, though the other was done before it had looked", async () => {
    const browser = new FakeBrowser();
    const store = indexedStore();
    let look = () => {};
    const looked = new Promise<void>((done) => {
      look = done;
    });
    const asking = tab({ ...store, list: (user) => looked.then(() => store.list(user)) }, browser);
    const sending = tab(store, browser);
    const late: string[] = [];
    sending.client.queue.refusedLate.listen(({ refusal }) => late.push(refusal.code));
    sending.world.socket.greet();
    await settle();
    const asked = asking.client.command("appointment.accept", { appointment: "a" });
    await settle();
    sending.client.command("appointment.accept", { appointment: "b" }).catch(() => {});
    await settle();
    const { id } = sending.world.socket.last("appointment.accept");
    sending.world.socket.say({ re: id, no: { code: "slot_taken", text: "", more: {} } });
    await settle();
    look();
    await expect(asked).rejects.toMatchObject({ refusal: { code: "slot_taken" } });
    await settle();
    sending.world.pass(1_000);
    expect(asking.client.queue.waiting.get()[0]?.input).toEqual({ appointment: "b" });
    expect(late, "the tab that asked shows it").toEqual([]);
  });

  it("stamps a kept command anew after clock_wrong", async () => {
    const { world, client } = tab(memoryStore());
    world.socket.greet();
    const answer = client.command("appointment.accept", { appointment: "a" });
    await settle();
    const first = world.socket.last("appointment.accept").id;
    world.socket.say({
      re: first,
      no: { code: "clock_wrong", text: "", more: { machine: 9_000 } },
    });
    await settle();
    const second = world.socket.last("appointment.accept").id;
    expect(second).not.toBe(first);
    world.socket.say({ re: second, ok: { seq: 5 } });
    await expect(answer).resolves.toEqual({ seq: 5 });
  });

  it("does not send what was kept under another epoch unless told", async () => {
    const store = memoryStore();
    const before = tab(store);
    before.client.command("appointment.accept", { appointment: "a" }).catch(() => {});
    await settle();
    before.client.end();
    const { world, client } = tab(store, new FakeBrowser(), "e2");
    world.socket.greet({ epoch: "e2" });
    await settle();
    expect(accepts(world)).toHaveLength(0);
    expect(client.queue.stranded.get()).toHaveLength(1);
    await client.queue.adoptStranded();
    await settle();
    expect(accepts(world)).toHaveLength(1);
    expect(client.queue.stranded.get()).toHaveLength(0);
  });
});
