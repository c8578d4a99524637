// What a device keeps of its account's dogs, and what it and the server say to each other (POST /v1/sync).
import type { DeletedRecord, DogRecord, NewRecord, Problem } from "../api/types";

/** A record as the server had it at some version; what is left of it when it was deleted. */
export type Known = DogRecord | DeletedRecord;

/** What a record shall become: its fields, or null to delete it. */
export type Wanted = NewRecord | null;

/**
 * A write that the server has not confirmed. There is at most one for each record: a later change of the same record
 * replaces what is wanted and keeps its place in the line.
 */
export interface Waiting {
  id: string;
  dogId: string;
  /** Its place in the line. */
  order: number;
  savedAt: string;
  wanted: Wanted;
  /** What the change was made to; absent for a new record. Version 0: a record that was itself still waiting. */
  base?: Known;
  /** Counts the person's changes, so that the answer to an older one does not settle a newer one. */
  edit: number;
  /** What was sent without an answer so far: the server may have it or not. */
  unsure: Wanted[];
  state: "waiting" | "conflict" | "refused";
  /** Of a conflict: the other version, and what the change is built on once the person has decided. */
  clash?: { theirs: Known; base?: Known };
  /** Of a refusal: why. */
  problem?: Partial<Problem>;
}

export interface SyncWrite {
  dogId: string;
  record: Record<string, unknown>;
  baseVersion?: number;
}

export interface SyncRequest {
  cursor?: string;
  writes?: SyncWrite[];
}

export interface SyncResult {
  id: string;
  status: "applied" | "duplicate" | "conflict" | "rejected";
  record?: Known;
  problem?: Partial<Problem>;
}

export type SyncChange =
  | { dogId: string; seq: number; record: Known }
  | { dogId: string; id: string; removed: true }
  | { dogId: string; removed: true };

export interface SyncAnswer {
  results: SyncResult[];
  changes: SyncChange[];
  cursor: string;
  more: boolean;
}
