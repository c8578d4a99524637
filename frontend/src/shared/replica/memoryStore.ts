// The replica in memory: for browsers that keep nothing, and for tests.
import type { Dog, DogRecord } from "../api/types";
import type { Waiting } from "./model";
import { type Range, type ReplicaStore, type Touched, Touching, type Transaction, timeKey } from "./store";

interface Contents {
  records: Map<string, DogRecord>;
  waiting: Map<string, Waiting>;
  cursor: string | undefined;
  complete: boolean;
  dogs: Dog[] | undefined;
}

const nothing = (): Contents => ({
  records: new Map(),
  waiting: new Map(),
  cursor: undefined,
  complete: false,
  dogs: undefined,
});

export class MemoryStore implements ReplicaStore {
  readonly durable = false;
  #now = nothing();
  #line: Promise<unknown> = Promise.resolve();
  readonly #listeners = new Set<(touched: Touched) => void>();

  /** One that has everything. */
  static holding(records: DogRecord[], dogs: Dog[]): MemoryStore {
    const store = new MemoryStore();
    store.#now = {
      ...nothing(),
      records: new Map(records.map((record) => [record.id, record])),
      complete: true,
      dogs,
    };
    return store;
  }

  update<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const run = async () => {
      const draft: Contents = {
        ...this.#now,
        records: new Map(this.#now.records),
        waiting: new Map(this.#now.waiting),
      };
      const touching = new Touching();
      const result = await work(transaction(draft, touching));
      this.#now = draft;
      const { all } = touching;
      if (all) for (const listener of this.#listeners) listener(all);
      return result;
    };
    const done = this.#line.then(run);
    this.#line = done.catch(() => {});
    return done;
  }

  async record(id: string): Promise<DogRecord | undefined> {
    return this.#now.records.get(id);
  }

  async range(dogId: string, { types, from = "", to, limit }: Range): Promise<DogRecord[]> {
    return [...this.#now.records.values()]
      .filter((record) => record.dogId === dogId && (types.length === 0 || types.includes(record.type)))
      .map((record) => ({ record, key: timeKey(record) }))
      .filter(({ key }) => key >= from && (to === undefined || key < to))
      .sort((a, b) => (a.key < b.key ? 1 : -1))
      .slice(0, limit)
      .map(({ record }) => record);
  }

  async allWaiting(): Promise<Waiting[]> {
    return [...this.#now.waiting.values()];
  }

  async complete(): Promise<boolean> {
    return this.#now.complete;
  }

  async dogs(): Promise<Dog[] | undefined> {
    return this.#now.dogs;
  }

  onChange(listener: (touched: Touched) => void): void {
    this.#listeners.add(listener);
  }

  close(): void {
    this.#listeners.clear();
  }

  async destroy(): Promise<void> {
    this.#now = nothing();
  }
}

function transaction(contents: Contents, touching: Touching): Transaction {
  const { records, waiting } = contents;
  return {
    records: async (ids) => ids.map((id) => records.get(id)),
    putRecords: async (added) => {
      for (const record of added) {
        records.set(record.id, record);
        touching.dog(record.dogId);
      }
    },
    removeRecords: async (dogId, ids) => {
      for (const id of ids) if (records.delete(id)) touching.dog(dogId);
    },
    removeRecordsOf: async (dogId) => {
      for (const record of [...records.values()]) if (record.dogId === dogId) records.delete(record.id);
      touching.dog(dogId);
    },
    waiting: async (id) => waiting.get(id),
    allWaiting: async () => [...waiting.values()],
    putWaiting: async (entries) => {
      for (const one of entries) {
        waiting.set(one.id, one);
        touching.dog(one.dogId);
        touching.waiting = true;
      }
    },
    removeWaiting: async (entries) => {
      for (const { id, dogId } of entries) {
        if (!waiting.delete(id)) continue;
        touching.dog(dogId);
        touching.waiting = true;
      }
    },
    cursor: async () => contents.cursor,
    setCursor: async (cursor, complete) => {
      contents.cursor = cursor;
      contents.complete ||= complete;
    },
    dogs: async () => contents.dogs,
    setDogs: async (dogs) => {
      if (JSON.stringify(dogs) === JSON.stringify(contents.dogs)) return;
      contents.dogs = dogs;
      touching.dogs = true;
    },
  };
}
