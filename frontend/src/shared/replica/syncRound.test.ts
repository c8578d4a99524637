// Sync as a property: whatever people write on their devices, and whatever the network loses, repeats or cuts off, in
// the end every device shows what the server has and no text is lost unseen.
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { ModelServer } from "@/testing/modelServer";
import type { NewRecord } from "../api/types";
import { MemoryStore } from "./memoryStore";
import type { SyncAnswer, Wanted } from "./model";
import { decided, queued } from "./outbox";
import { syncRound, take } from "./syncRound";

const dogs = ["d-1", "d-2"];
const ids = ["r-1", "r-2", "r-3", "r-4"];
const deviceNames = ["tara's phone", "tara's tablet", "wim's phone"];
const accountOf = (device: number) => (device < 2 ? "tara" : "wim");

type Fate = "arrives" | "request lost" | "answer lost" | "old answer again";

let order = 0;

class Device {
  readonly store = new MemoryStore();
  #last: SyncAnswer | undefined;
  readonly account: string;
  readonly #server: ModelServer;

  constructor(account: string, server: ModelServer) {
    this.account = account;
    this.#server = server;
  }

  async write(id: string, dogId: string, wanted: Wanted): Promise<void> {
    const stored = await this.store.record(id);
    await this.store.update(async (tx) => {
      const before = await tx.waiting(id);
      const seen = before ? undefined : stored;
      const next = queued(
        before,
        { id, dogId, wanted, seen },
        { order: ++order, at: "2026-01-01T00:00:00Z" },
      );
      if (next) await tx.putWaiting([next]);
      else if (before) await tx.removeWaiting([before]);
    });
  }

  /** `fate`: what becomes of each exchange; `meanwhile` happens while the first one is under way. */
  async sync(fates: Fate[] = [], meanwhile = async () => {}): Promise<void> {
    let exchanges = 0;
    await syncRound(this.store, async (request) => {
      const what = fates[exchanges++] ?? "arrives";
      if (what === "request lost") throw new Error(what);
      const answer = this.#server.sync(this.account, structuredClone(request));
      if (exchanges === 1) await meanwhile();
      if (what === "answer lost") throw new Error(what);
      if (what === "old answer again" && this.#last) {
        const { changes, cursor } = this.#last;
        await this.store.update(async (tx) => {
          await take(tx, changes);
          await tx.setCursor(cursor, false);
        });
        throw new Error(what);
      }
      this.#last = structuredClone(answer);
      return structuredClone(answer);
    }).catch((error: Error) => {
      if (!/lost|again/.test(error.message)) throw error;
    });
  }

  /** Keeps one's own in every conflict, gives up what was refused. */
  async decideAll(): Promise<void> {
    await this.store.update(async (tx) => {
      for (const one of await tx.allWaiting()) {
        if (one.state === "conflict") await tx.putWaiting([decided(one, one.wanted)]);
        if (one.state === "refused") await tx.removeWaiting([one]);
      }
    });
  }

  async texts(): Promise<string[]> {
    return (await this.store.allWaiting()).map(({ wanted }) => String((wanted as { text?: string })?.text));
  }

  async shown(): Promise<Map<string, unknown>> {
    const all = await Promise.all(dogs.map((dogId) => this.store.range(dogId, { types: [], limit: 1000 })));
    return new Map(all.flat().map((record) => [record.id, record]));
  }
}

const fates = fc.array(
  fc.constantFrom<Fate[]>("arrives", "request lost", "answer lost", "old answer again"),
  {
    maxLength: 4,
  },
);
const device = fc.integer({ min: 0, max: deviceNames.length - 1 });
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("write" as const),
      device,
      id: fc.constantFrom(...ids),
      tag: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("delete" as const), device, id: fc.constantFrom(...ids) }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant("sync" as const),
      device,
      fates,
      meanwhile: fc.option(fc.constantFrom(...ids)),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("decide" as const), device }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constantFrom("dismiss" as const, "admit" as const),
      dog: fc.constantFrom(...dogs),
    }),
  },
);

const dogOf = (id: string) => (ids.indexOf(id) % 2 === 0 ? "d-1" : "d-2");
let count = 0;

/** A new text for the record. */
async function write(on: Device, id: string, tagged: boolean): Promise<string> {
  const text = `text ${++count}`;
  const tags = tagged ? [`tag ${count}`] : [];
  const wanted = { type: "note", audience: [], occurredAt: "2026-01-01T00:00:00Z", text, tags };
  await on.write(id, dogOf(id), wanted as unknown as NewRecord);
  return text;
}

test("devices agree in the end, and what was written is on the server or waits", {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const server = new ModelServer();
      for (const account of ["tara", "wim"]) for (const dog of dogs) server.admit(account, dog);
      const devices = deviceNames.map((_, index) => new Device(accountOf(index), server));
      const at = (index: number) => devices[index] as Device;
      for (const one of steps) {
        switch (one.do) {
          case "write":
            {
              const text = await write(at(one.device), one.id, one.tag);
              expect(await at(one.device).texts()).toContain(text);
            }
            break;
          case "delete":
            await at(one.device).write(one.id, dogOf(one.id), null);
            break;
          case "sync": {
            const before = await at(one.device).texts();
            await at(one.device).sync(one.fates, async () => {
              if (!one.meanwhile) return;
              await write(at(one.device), one.meanwhile, false);
              // What the person replaced by their own hand is not lost.
              before.splice(0, before.length, ...(await at(one.device).texts()));
            });
            const after = new Set(await at(one.device).texts());
            // What no longer waits has been on the server, or was a deletion.
            const lost = before.filter(
              (text) => text !== "undefined" && !after.has(text) && !server.history.has(text),
            );
            expect(lost).toEqual([]);
            break;
          }
          case "decide":
            await at(one.device).decideAll();
            break;
          case "dismiss":
            server.dismiss("wim", one.dog);
            break;
          case "admit":
            server.admit("wim", one.dog);
            break;
        }
      }
      for (let round = 0; round < 6; round += 1) {
        for (const one of devices) {
          await one.decideAll();
          await one.sync();
        }
      }
      for (const one of devices) {
        expect(await one.store.allWaiting()).toEqual([]);
        expect(await one.shown()).toEqual(server.visible(one.account));
      }
    }),
    { numRuns: 300 },
  );
});

test("a broken off first sync goes on where it was", async () => {
  const server = new ModelServer(3);
  server.admit("tara", "d-1");
  const writes = Array.from({ length: 10 }, (_, index) => ({
    dogId: "d-1",
    record: { id: `r-${index}`, type: "note", text: `${index}`, tags: [] },
  }));
  server.sync("tara", { writes });
  const phone = new Device("tara", server);
  await phone.sync(["arrives", "arrives", "request lost"]);
  expect((await phone.shown()).size).toBe(6);
  expect(await phone.store.complete()).toBe(false);
  await phone.sync();
  expect((await phone.shown()).size).toBe(10);
  expect(await phone.store.complete()).toBe(true);
});
