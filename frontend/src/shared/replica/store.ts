// Where the replica is kept. One contract, two keepers: IndexedDB by Dexie, and memory where a browser keeps nothing.
import type { Dog, DogRecord, RecordType } from "../api/types";
import type { Waiting } from "./model";

/** Which part of a dog's records, newest first. Keys are `timeKey`s. */
export interface Range {
  /** Empty: all types. */
  types: RecordType[];
  /** Inclusive. */
  from?: string;
  /** Exclusive. */
  to?: string;
  /** Absent: all. */
  limit?: number;
}

/** What a change touched, so that whoever shows it looks again. */
export interface Touched {
  dogIds: string[];
  waiting: boolean;
  dogs: boolean;
}

/** Within one transaction: everything is done, on the disk, or nothing is. */
export interface Transaction {
  records(ids: string[]): Promise<(DogRecord | undefined)[]>;
  putRecords(records: DogRecord[]): Promise<void>;
  removeRecords(dogId: string, ids: string[]): Promise<void>;
  removeRecordsOf(dogId: string): Promise<void>;
  waiting(id: string): Promise<Waiting | undefined>;
  /** In no order. */
  allWaiting(): Promise<Waiting[]>;
  putWaiting(entries: Waiting[]): Promise<void>;
  removeWaiting(entries: Pick<Waiting, "id" | "dogId">[]): Promise<void>;
  cursor(): Promise<string | undefined>;
  /** `complete`: nothing more was there when this cursor was given. */
  setCursor(cursor: string | undefined, complete: boolean): Promise<void>;
  dogs(): Promise<Dog[] | undefined>;
  setDogs(dogs: Dog[]): Promise<void>;
}

export interface ReplicaStore {
  /** Whether it outlives the page. */
  readonly durable: boolean;
  /** Runs `work` alone; it may await nothing but the transaction. What it touched is told after the commit. */
  update<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  record(id: string): Promise<DogRecord | undefined>;
  range(dogId: string, range: Range): Promise<DogRecord[]>;
  allWaiting(): Promise<Waiting[]>;
  /** Whether everything was fetched at least once. */
  complete(): Promise<boolean>;
  /** Undefined until they were fetched once. */
  dogs(): Promise<Dog[] | undefined>;
  onChange(listener: (touched: Touched) => void): void;
  close(): void;
  /** Deletes everything. */
  destroy(): Promise<void>;
}

/** Orders records as the server does: by instant, then by id. */
export const timeKey = (record: Pick<DogRecord, "occurredAt" | "id">): string =>
  `${instantKey(new Date(record.occurredAt))}#${record.id}`;
export const instantKey = (at: Date): string => at.toISOString();

/** Sums up what a transaction touched. */
export class Touching {
  readonly #dogIds = new Set<string>();
  waiting = false;
  dogs = false;

  dog(dogId: string): void {
    this.#dogIds.add(dogId);
  }

  get all(): Touched | undefined {
    if (this.#dogIds.size === 0 && !this.waiting && !this.dogs) return undefined;
    return { dogIds: [...this.#dogIds], waiting: this.waiting, dogs: this.dogs };
  }
}
