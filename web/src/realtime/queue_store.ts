import { type IDBPDatabase, openDB } from "idb";
import type { KeptName } from "@/protocol/commands";

/** A command that the browser keeps until it is answered. */
export interface Kept {
  /** Counts up: the order of sending. */
  order: number;
  /** Who it is among all tabs: the id it was first given. `id` changes with a new stamp. */
  key: string;
  user: string;
  epoch: string;
  id: string;
  name: KeptName;
  input: object;
}

/** Where kept commands live. */
export interface QueueStore {
  add(command: Omit<Kept, "order">): Promise<Kept>;
  list(user: string): Promise<Kept[]>;
  replace(command: Kept): Promise<void>;
  remove(order: number): Promise<void>;
}

const DATABASE = "parley";
const COMMANDS = "commands";

/** The store in IndexedDB: it survives a reload and is shared by all tabs. */
export function indexedStore(): QueueStore {
  let opened: Promise<IDBPDatabase> | null = null;
  const database = () => {
    opened ??= openDB(DATABASE, 1, {
      upgrade(db) {
        const store = db.createObjectStore(COMMANDS, { keyPath: "order", autoIncrement: true });
        store.createIndex("user", "user");
      },
    });
    return opened;
  };
  return {
    async add(command) {
      const order = (await (await database()).add(COMMANDS, command)) as number;
      return { ...command, order };
    },
    async list(user) {
      return (await database()).getAllFromIndex(COMMANDS, "user", user);
    },
    async replace(command) {
      await (await database()).put(COMMANDS, command);
    },
    async remove(order) {
      await (await database()).delete(COMMANDS, order);
    },
  };
}

/** The first store if it works here, else the second: some browsers have it and refuse it. */
export function firstWorking(first: QueueStore, second: QueueStore): QueueStore {
  const chosen = first.list("").then(
    () => first,
    () => second,
  );
  return {
    add: async (command) => (await chosen).add(command),
    list: async (user) => (await chosen).list(user),
    replace: async (command) => (await chosen).replace(command),
    remove: async (order) => (await chosen).remove(order),
  };
}

/** The store of a browser that refuses IndexedDB: it lasts as long as the page. */
export function memoryStore(): QueueStore {
  const commands = new Map<number, Kept>();
  let last = 0;
  return {
    async add(command) {
      last += 1;
      const kept = { ...command, order: last };
      commands.set(last, kept);
      return kept;
    },
    list: async (user) => [...commands.values()].filter((command) => command.user === user),
    async replace(command) {
      commands.set(command.order, command);
    },
    async remove(order) {
      commands.delete(order);
    },
  };
}
