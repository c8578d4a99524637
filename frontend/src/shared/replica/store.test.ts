// One contract, two keepers.
import "fake-indexeddb/auto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { dog, note, target } from "@/testing/examples";
import { DexieStore } from "./dexieStore";
import { MemoryStore } from "./memoryStore";
import type { Waiting } from "./model";
import { type ReplicaStore, type Touched, timeKey } from "./store";

const at = (day: number) => `2026-11-${String(day).padStart(2, "0")}T10:00:00+01:00`;
const one = (day: number) => note({ id: `n-${day}`, occurredAt: at(day) });
const waits: Waiting = {
  id: "n-1",
  dogId: "d-1",
  order: 1,
  savedAt: at(1),
  wanted: null,
  edit: 1,
  unsure: [],
  state: "waiting",
};

describe.each<[string, () => Promise<ReplicaStore>]>([
  ["in memory", async () => new MemoryStore()],
  ["in IndexedDB", () => DexieStore.open("a-1")],
])("a store %s", (_, open) => {
  let store: ReplicaStore;
  beforeEach(async () => {
    store = await open();
  });
  afterEach(() => store.destroy());
  const ids = async (range: Parameters<ReplicaStore["range"]>[1], dogId = "d-1") =>
    (await store.range(dogId, range)).map(({ id }) => id);

  test("gives a dog's records newest first, by type, between instants, and so many", async () => {
    await store.update(async (tx) => {
      await tx.putRecords([one(1), one(3), one(2), target({ occurredAt: at(4) })]);
      await tx.putRecords([{ ...one(5), dogId: "d-2" }]);
    });
    expect(await ids({ types: [] })).toEqual(["t-1", "n-3", "n-2", "n-1"]);
    expect(await ids({ types: ["note"] })).toEqual(["n-3", "n-2", "n-1"]);
    expect(await ids({ types: ["note", "target"], limit: 2 })).toEqual(["t-1", "n-3"]);
    expect(await ids({ types: [], from: timeKey(one(2)), to: timeKey(one(3)) })).toEqual(["n-2"]);
    expect(await ids({ types: [] }, "d-2")).toEqual(["n-5"]);
  });

  test("does all of a transaction or nothing, and says what it touched", async () => {
    const heard: Touched[] = [];
    store.onChange((touched) => heard.push(touched));
    const failing = store.update(async (tx) => {
      await tx.putRecords([one(1)]);
      await tx.putWaiting([waits]);
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(await store.allWaiting()).toEqual([]);
    expect(await ids({ types: [] })).toEqual([]);
    expect(heard).toEqual([]);

    await store.update(async (tx) => {
      await tx.putWaiting([waits]);
      expect(await tx.waiting("n-1")).toEqual(waits);
      await tx.setDogs([dog]);
    });
    expect(heard).toEqual([{ dogIds: ["d-1"], waiting: true, dogs: true }]);
    expect(await store.dogs()).toEqual([dog]);
  });

  test("two transactions do not lose each other's work", async () => {
    const add = () =>
      store.update(async (tx) => {
        const before = (await tx.cursor()) ?? "";
        await tx.setCursor(`${before}+`, false);
      });
    await Promise.all([add(), add(), add()]);
    await store.update(async (tx) => expect(await tx.cursor()).toBe("+++"));
  });

  test("forgets a dog whole, and remembers that everything came once", async () => {
    await store.update(async (tx) => {
      await tx.putRecords([one(1), { ...one(2), dogId: "d-2" }]);
      await tx.setCursor("c", true);
    });
    await store.update((tx) => tx.removeRecordsOf("d-1"));
    expect(await ids({ types: [] })).toEqual([]);
    expect(await store.record("n-1")).toBeUndefined();
    expect(await ids({ types: [] }, "d-2")).toEqual(["n-2"]);
    expect(await store.complete()).toBe(true);
  });
});

describe("in IndexedDB", () => {
  test("is there again when the page comes back, and gone when it was destroyed", async () => {
    const first = await DexieStore.open("a-1");
    await first.update((tx) => tx.putRecords([one(1)]));
    first.close();
    const second = await DexieStore.open("a-1");
    expect(await second.record("n-1")).toEqual(one(1));
    await second.destroy();
    expect((await indexedDB.databases()).map(({ name }) => name)).not.toContain("doggy-a-1");
  });

  test("another account's is deleted, unless something of it was not sent", async () => {
    const [sent, unsent] = [await DexieStore.open("a-2"), await DexieStore.open("a-3")];
    await sent.update((tx) => tx.putRecords([one(1)]));
    await unsent.update((tx) => tx.putWaiting([waits]));
    for (const store of [sent, unsent]) store.close();
    await DexieStore.clearOthers("a-1");
    const names = (await indexedDB.databases()).map(({ name }) => name);
    expect(names).not.toContain("doggy-a-2");
    expect(names).toContain("doggy-a-3");
  });
});
