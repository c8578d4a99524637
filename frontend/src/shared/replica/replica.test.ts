// Two tabs on one device, and what the replica promises to its pages.
import { afterEach, expect, test, vi } from "vitest";
import { dog, me, note } from "@/testing/examples";
import { ModelServer } from "@/testing/modelServer";
import { ApiError } from "../api/problem";
import { fieldsOf } from "../lib/fieldsOf";
import { MemoryStore } from "./memoryStore";
import { Replica } from "./replica";
import type { Server } from "./server";
import type { TabMessage, Tabs } from "./tabs";

/** Tabs that share a store; the first one leads. */
class Window {
  readonly store = new MemoryStore();
  readonly #all = new Set<(message: TabMessage) => void>();
  readonly #waiting: (() => void)[] = [];
  #led = false;

  tab(): Tabs {
    let own: ((message: TabMessage) => void) | undefined;
    return {
      post: (message) => {
        for (const other of this.#all) if (other !== own) other(message);
      },
      listen: (listener) => {
        own = listener;
        this.#all.add(listener);
      },
      elect: (lead) => {
        if (this.#led) this.#waiting.push(lead);
        else lead();
        this.#led = true;
      },
      close: () => {
        if (own) this.#all.delete(own);
        this.#waiting.shift()?.();
      },
    };
  }
}

function serverOf(model: ModelServer, reachable = () => true): Server {
  const ask = <T>(answer: () => T) => {
    if (!reachable()) throw new ApiError(0, {});
    return structuredClone(answer());
  };
  return {
    sync: async (request) => {
      return ask(() => model.sync(me.id, request));
    },
    dogs: async () => ask(() => model.dogsOf(me.id)),
  };
}

const opened: Replica[] = [];
function open(window: Window, server: Server): Replica {
  const replica = new Replica(me, window.store, server, window.tab());
  opened.push(replica);
  return replica;
}
afterEach(() => {
  for (const replica of opened.splice(0)) replica.stop();
});

function modelWithDog(): ModelServer {
  const model = new ModelServer();
  model.admit(me.id, dog.id);
  return model;
}
const wanted = (text: string) => fieldsOf(note({ text }));

test("one tab syncs for all, and another takes over when it is closed", async () => {
  const model = modelWithDog();
  const window = new Window();
  const [first, second] = [open(window, serverOf(model)), open(window, serverOf(model))];
  await first.start();
  await second.start();
  const entry = await second.write({ id: "r-1", dogId: dog.id, wanted: wanted("from the second tab") });
  expect(entry && (await second.judged(entry, 5000))).toBeUndefined();
  expect(model.visible(me.id).get("r-1")).toMatchObject({ text: "from the second tab" });
  expect(await first.record(dog.id, "r-1")).toMatchObject({ text: "from the second tab", version: 1 });

  first.stop();
  const later = await second.write({ id: "r-2", dogId: dog.id, wanted: wanted("after the first is gone") });
  expect(later && (await second.judged(later, 5000))).toBeUndefined();
  expect(model.visible(me.id).has("r-2")).toBe(true);
});

test("without a network a write is kept and said to be judged later, and goes out when there is one", async () => {
  const model = modelWithDog();
  let reachable = false;
  const replica = open(
    new Window(),
    serverOf(model, () => reachable),
  );
  await replica.start();
  const entry = await replica.write({ id: "r-1", dogId: dog.id, wanted: wanted("in the field") });
  expect(entry && (await replica.judged(entry, 5000))).toBe("later");
  expect(await replica.range(dog.id, { types: [] })).toMatchObject([
    { id: "r-1", text: "in the field", version: 0 },
  ]);

  reachable = true;
  window.dispatchEvent(new Event("online"));
  await vi.waitFor(async () => expect(await replica.waiting()).toEqual([]));
  expect(model.visible(me.id).has("r-1")).toBe(true);
});

test("a session that ended keeps what waits and asks no more until it is opened anew", async () => {
  const model = modelWithDog();
  const refusing: Server = { ...serverOf(model), sync: () => Promise.reject(new ApiError(401, {})) };
  const window = new Window();
  const replica = open(window, refusing);
  await replica.start();
  await replica.write({ id: "r-1", dogId: dog.id, wanted: wanted("kept") });
  await vi.waitFor(() => expect(replica.status.phase).toBe("signed-out"));
  replica.stop();

  const again = open(new Window(), serverOf(model));
  expect(await again.waiting()).toEqual([]);
  const reopened = new Replica(me, window.store, serverOf(model), new Window().tab());
  opened.push(reopened);
  await reopened.start();
  await vi.waitFor(async () => expect(await reopened.waiting()).toEqual([]));
  expect(model.visible(me.id).get("r-1")).toMatchObject({ text: "kept" });
});

test("a dog that is taken away goes with its records and changes, but not what was newly written of it", async () => {
  const model = modelWithDog();
  const replica = open(new Window(), serverOf(model));
  await replica.start();
  const entry = await replica.write({ id: "r-1", dogId: dog.id, wanted: wanted("known") });
  if (entry) await replica.judged(entry, 5000);

  const gone: string[] = [];
  replica.on("dogGone", (dogId) => gone.push(dogId));
  model.dismiss(me.id, dog.id);
  replica.ask();
  await vi.waitFor(() => expect(gone).toContain(dog.id));
  await vi.waitFor(async () => expect(await replica.record(dog.id, "r-1")).toBeUndefined());
  await vi.waitFor(async () => expect(await replica.dogs()).toEqual([]));

  await replica.write({ id: "r-2", dogId: dog.id, wanted: wanted("my own words") });
  await vi.waitFor(async () =>
    expect(await replica.waiting()).toMatchObject([{ state: "refused", wanted: { text: "my own words" } }]),
  );
});

test("a changed place brings the dog anew without taking what waits", async () => {
  const model = modelWithDog();
  let reachable = true;
  const replica = open(
    new Window(),
    serverOf(model, () => reachable),
  );
  await replica.start();
  const entry = await replica.write({ id: "r-1", dogId: dog.id, wanted: wanted("first") });
  if (entry) await replica.judged(entry, 5000);
  const gone = vi.fn();
  replica.on("dogGone", gone);

  reachable = false;
  const seen = await replica.record(dog.id, "r-1");
  await replica.write({ id: "r-1", dogId: dog.id, wanted: wanted("changed in the field"), seen });
  model.admit(me.id, dog.id);
  reachable = true;
  window.dispatchEvent(new Event("online"));
  await vi.waitFor(() =>
    expect(model.visible(me.id).get("r-1")).toMatchObject({ text: "changed in the field" }),
  );
  await vi.waitFor(async () => expect(await replica.waiting()).toEqual([]));
  expect(gone).not.toHaveBeenCalled();
});

test("a deletion is taken back, whether the server has heard of it or not", async () => {
  const model = modelWithDog();
  const replica = open(new Window(), serverOf(model));
  await replica.start();
  const entry = await replica.write({ id: "r-1", dogId: dog.id, wanted: wanted("back again") });
  if (entry) await replica.judged(entry, 5000);
  const seen = await replica.record(dog.id, "r-1");
  const deletion = await replica.write({ id: "r-1", dogId: dog.id, wanted: null, seen });
  if (deletion) await replica.judged(deletion, 5000);
  expect(model.visible(me.id).has("r-1")).toBe(false);
  await replica.write({ id: "r-1", dogId: dog.id, wanted: wanted("back again"), seen, undoesDeletion: true });
  await vi.waitFor(() => expect(model.visible(me.id).get("r-1")).toMatchObject({ text: "back again" }));
  await vi.waitFor(async () => expect(await replica.waiting()).toEqual([]));
});

test("signing out leaves nothing", async () => {
  const window = new Window();
  const replica = open(window, serverOf(modelWithDog()));
  await replica.start();
  await replica.write({ id: "r-1", dogId: dog.id, wanted: wanted("mine") });
  await replica.wipe();
  expect(await window.store.allWaiting()).toEqual([]);
  expect(await window.store.dogs()).toBeUndefined();
});
