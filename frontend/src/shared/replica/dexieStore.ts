// The replica in IndexedDB, one database for each account. A transaction is over all its tables, so that a cursor is
// never ahead of the changes it stands for, nor an answer taken without its write leaving the line.
import { Dexie, type Table } from "dexie";
import type { Dog, DogRecord, RecordType } from "../api/types";
import type { Waiting } from "./model";
import { type Range, type ReplicaStore, type Touched, Touching, type Transaction, timeKey } from "./store";

interface Row {
  id: string;
  dogId: string;
  type: RecordType;
  time: string;
  record: DogRecord;
}

interface Meta {
  key: "cursor" | "complete" | "dogs";
  value: unknown;
}

const prefix = "doggy-";

class Database extends Dexie {
  declare records: Table<Row, string>;
  declare waiting: Table<Waiting, string>;
  declare meta: Table<Meta, Meta["key"]>;

  constructor(accountId: string) {
    // Strict: what was said to be saved is on the disk, not only on its way there.
    super(prefix + accountId, { chromeTransactionDurability: "strict" });
    this.version(1).stores({
      records: "id, [dogId+time], [dogId+type+time]",
      waiting: "id",
      meta: "key",
    });
    // Another tab deletes or upgrades it: out of the way, without Dexie's warning on the console.
    this.on("versionchange", () => {
      this.close();
      return false;
    });
  }
}

export class DexieStore implements ReplicaStore {
  readonly durable = true;
  readonly #db: Database;
  readonly #listeners = new Set<(touched: Touched) => void>();

  private constructor(db: Database) {
    this.#db = db;
  }

  /** Throws when the browser keeps no databases. */
  static async open(accountId: string): Promise<DexieStore> {
    const db = new Database(accountId);
    await db.open();
    return new DexieStore(db);
  }

  /** Deletes what is here of other accounts, unless something of theirs has not been sent. */
  static async clearOthers(accountId: string): Promise<void> {
    for (const name of await Dexie.getDatabaseNames()) {
      if (!name.startsWith(prefix) || name === prefix + accountId) continue;
      const db = new Database(name.slice(prefix.length));
      await db.open();
      if ((await db.waiting.count()) === 0) await db.delete();
      else db.close();
    }
  }

  async update<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const touching = new Touching();
    // Dexie follows awaits within a transaction only into a function that is async itself.
    const result = await this.#db.transaction("rw", this.#db.tables, async () =>
      work(transaction(this.#db, touching)),
    );
    const { all } = touching;
    if (all) for (const listener of this.#listeners) listener(all);
    return result;
  }

  async record(id: string): Promise<DogRecord | undefined> {
    return (await this.#db.records.get(id))?.record;
  }

  async range(dogId: string, { types, from = "", to = "\uffff", limit }: Range): Promise<DogRecord[]> {
    const of = (index: string, ...start: string[]) => {
      const { records } = this.#db;
      const found = records
        .where(index)
        .between([...start, from], [...start, to], true, false)
        .reverse();
      return (limit === undefined ? found : found.limit(limit)).toArray();
    };
    const rows =
      types.length === 0
        ? await of("[dogId+time]", dogId)
        : (await Promise.all(types.map((type) => of("[dogId+type+time]", dogId, type)))).flat();
    if (types.length > 1) rows.sort((a, b) => (a.time < b.time ? 1 : -1));
    return rows.slice(0, limit).map(({ record }) => record);
  }

  allWaiting(): Promise<Waiting[]> {
    return this.#db.waiting.toArray();
  }

  async complete(): Promise<boolean> {
    return (await this.#db.meta.get("complete"))?.value === true;
  }

  async dogs(): Promise<Dog[] | undefined> {
    return (await this.#db.meta.get("dogs"))?.value as Dog[] | undefined;
  }

  onChange(listener: (touched: Touched) => void): void {
    this.#listeners.add(listener);
  }

  close(): void {
    this.#listeners.clear();
    this.#db.close();
  }

  async destroy(): Promise<void> {
    await this.#db.delete();
  }
}

function transaction({ records, waiting, meta }: Database, touching: Touching): Transaction {
  return {
    records: async (ids) => (await records.bulkGet(ids)).map((row) => row?.record),
    putRecords: async (added) => {
      await records.bulkPut(
        added.map((record) => ({
          id: record.id,
          dogId: record.dogId,
          type: record.type,
          time: timeKey(record),
          record,
        })),
      );
      for (const { dogId } of added) touching.dog(dogId);
    },
    removeRecords: async (dogId, ids) => {
      await records.bulkDelete(ids);
      touching.dog(dogId);
    },
    removeRecordsOf: async (dogId) => {
      await records.where("[dogId+time]").between([dogId, Dexie.minKey], [dogId, Dexie.maxKey]).delete();
      touching.dog(dogId);
    },
    waiting: (id) => waiting.get(id),
    allWaiting: () => waiting.toArray(),
    putWaiting: async (entries) => {
      await waiting.bulkPut(entries);
      for (const { dogId } of entries) touching.dog(dogId);
      touching.waiting ||= entries.length > 0;
    },
    removeWaiting: async (entries) => {
      await waiting.bulkDelete(entries.map(({ id }) => id));
      for (const { dogId } of entries) touching.dog(dogId);
      touching.waiting ||= entries.length > 0;
    },
    cursor: async () => (await meta.get("cursor"))?.value as string | undefined,
    setCursor: async (cursor, complete) => {
      await meta.put({ key: "cursor", value: cursor });
      if (complete) await meta.put({ key: "complete", value: true });
    },
    dogs: async () => (await meta.get("dogs"))?.value as Dog[] | undefined,
    setDogs: async (dogs) => {
      const before = (await meta.get("dogs"))?.value;
      if (JSON.stringify(before) === JSON.stringify(dogs)) return;
      await meta.put({ key: "dogs", value: dogs });
      touching.dogs = true;
    },
  };
}
