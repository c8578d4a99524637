import { beforeEach, expect, test, vi } from "vitest";
import { me } from "@/testing/examples";
import { MemoryStore } from "./memoryStore";
import { openReplica } from "./openReplica";

let unreachable = false;
let databases = true;
class FakeStore extends MemoryStore {
  static open = async () => {
    if (!databases) throw new DOMException("No databases in private windows", "InvalidStateError");
    return Object.assign(new FakeStore(), { durable: true });
  };
  static clearOthers = async () => {};
}

vi.mock("./dexieStore", () => ({ DexieStore: FakeStore }));
vi.mock("../lib/loadPart", () => ({
  loadPart: async (load: () => Promise<unknown>) => {
    if (unreachable) throw new TypeError("Failed to fetch dynamically imported module");
    return load();
  },
}));

beforeEach(() => {
  unreachable = false;
  databases = true;
});

test("keeps what it must in memory when the browser has no databases", async () => {
  databases = false;
  expect((await openReplica(me)).durable).toBe(false);
});

test("does not take a part of the app that did not come for a browser without databases", async () => {
  unreachable = true;
  await expect(openReplica(me)).rejects.toThrow("Failed to fetch");
  unreachable = false;
  expect((await openReplica(me)).durable).toBe(true);
});
