// The line of writes that wait for the server: pure functions from what waits and what happens to what waits then.
import type { DogRecord, NewRecord, Role } from "../api/types";
import { fieldsOf } from "../lib/fieldsOf";
import { merged, sameFields, says } from "./merge";
import type { Known, SyncResult, SyncWrite, Waiting, Wanted } from "./model";

export interface Write {
  id: string;
  dogId: string;
  wanted: Wanted;
  /** The record as the person saw it when they began; absent for a new one. */
  seen?: Known;
  /** The deletion that this takes back may have reached the server. */
  undoesDeletion?: boolean;
}

/** What waits after a write; undefined: nothing, because the record never left the device and is not wanted. */
export function queued(
  before: Waiting | undefined,
  write: Write,
  now: { order: number; at: string },
): Waiting | undefined {
  const { id, dogId, wanted, seen } = write;
  if (!before) {
    if (wanted === null && !seen) return undefined;
    const unsure = write.undoesDeletion ? [null] : [];
    return {
      id,
      dogId,
      order: now.order,
      savedAt: now.at,
      wanted,
      base: seen,
      edit: 1,
      unsure,
      state: "waiting",
    };
  }
  if (wanted === null && !before.base && before.unsure.length === 0) return undefined;
  const next: Waiting = { ...before, wanted, savedAt: now.at, edit: before.edit + 1, state: "waiting" };
  delete next.clash;
  delete next.problem;
  // Another tab changed what waits since this one began.
  if (!wanted || !seen || seen.deleted || !before.wanted || before.state !== "waiting") return next;
  if (sameFields(fieldsOf(seen), before.wanted)) return next;
  const together = merged(fieldsOf(seen), wanted, before.wanted);
  if (together) return { ...next, wanted: together };
  const theirs = { ...seen, ...before.wanted } as DogRecord;
  return { ...next, state: "conflict", clash: { theirs, base: before.base } };
}

/** What may be sent now, in order: what a record refers to goes before it, or keeps it waiting. */
export function sendable(all: Waiting[]): Waiting[] {
  const byId = new Map(all.map((one) => [one.id, one]));
  const ready = new Map<string, boolean>();
  const line: Waiting[] = [];
  const visit = (one: Waiting): boolean => {
    const known = ready.get(one.id);
    if (known !== undefined) return known;
    // Two that refer to each other are sent as they come, for the server to judge.
    ready.set(one.id, one.state === "waiting");
    const needed = references(one.wanted, byId).filter((other) => !other.base && other !== one);
    const free = needed.map(visit).every(Boolean) && one.state === "waiting";
    ready.set(one.id, free);
    if (free) line.push(one);
    return free;
  };
  for (const one of [...all].sort((a, b) => a.order - b.order)) visit(one);
  return line;
}

function references(value: unknown, byId: Map<string, Waiting>): Waiting[] {
  if (typeof value === "string") {
    const other = byId.get(value);
    return other ? [other] : [];
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap((part) => references(part, byId));
}

export function asWrite({ id, dogId, wanted, base }: Waiting): SyncWrite {
  const record = wanted ? { id, ...wanted } : { id, deleted: true };
  return { dogId, record, ...(base && base.version > 0 && { baseVersion: base.version }) };
}

/** As it is when it has been handed to the network. */
export function sent(one: Waiting): Waiting {
  const last = one.unsure.at(-1);
  const again = last !== undefined && JSON.stringify(last) === JSON.stringify(one.wanted);
  return again ? one : { ...one, unsure: [...one.unsure, one.wanted] };
}

/** What still waits after the server's answer to the change counted `edit`; undefined: nothing. */
export function settled(now: Waiting, edit: number, result: SyncResult): Waiting | undefined {
  const { status, record, problem = {} } = result;
  switch (status) {
    case "applied":
    case "duplicate":
      if (now.edit === edit) return undefined;
      return { ...now, base: record ?? now.base, unsure: [] };
    case "conflict":
      return record ? clashed(now, record) : refused(now, problem);
    case "rejected": {
      const passing = problem.status === 429 || (problem.status ?? 0) >= 500;
      if (passing || now.edit !== edit) return now;
      // What is not there need not be deleted.
      if (now.wanted === null && problem.status === 404) return undefined;
      return refused(now, problem);
    }
  }
}

function refused(now: Waiting, problem: Waiting["problem"]): Waiting {
  return { ...now, unsure: [], state: "refused", problem };
}

/** The server has another version than the one that the change was made to. */
function clashed(now: Waiting, theirs: Known): Waiting | undefined {
  const { wanted, base, unsure } = now;
  const rebased: Waiting = { ...now, base: theirs, unsure: [] };
  const conflict: Waiting = { ...now, unsure: [], state: "conflict", clash: { theirs, base: theirs } };
  if (wanted === null && theirs.deleted) return undefined;
  // The other version is what this device sent before, without having heard that it arrived.
  const echo = unsure.some((one) =>
    one === null ? theirs.deleted : !theirs.deleted && says(fieldsOf(theirs), one),
  );
  if (echo) return rebased;
  if (theirs.deleted || !base || base.deleted) return conflict;
  if (wanted === null) return says(fieldsOf(theirs), fieldsOf(base)) ? rebased : conflict;
  const together = merged(fieldsOf(base), wanted, fieldsOf(theirs));
  if (!together) return conflict;
  if (sameFields(together, fieldsOf(theirs))) return undefined;
  return { ...rebased, wanted: together, edit: now.edit + 1 };
}

/** The person has decided a conflict: the record shall be `wanted`, whatever the other version says. */
export function decided(one: Waiting, wanted: Wanted): Waiting {
  const { clash, problem, ...rest } = one;
  return { ...rest, wanted, base: clash ? clash.base : one.base, edit: one.edit + 1, state: "waiting" };
}

export interface Person {
  id: string;
  name: string;
  role: Role;
}

/** The record as it will be, for its author to see; undefined when it will be gone. */
export function preview(one: Waiting, person: Person): DogRecord | undefined {
  if (!one.wanted) return undefined;
  const { id, dogId, base, savedAt } = one;
  const common = base
    ? { recordedAt: base.recordedAt, author: base.author, version: base.version, seq: base.seq }
    : { recordedAt: savedAt, author: person, version: 0, seq: 0 };
  return { id, dogId, ...common, deleted: false, ...one.wanted } as DogRecord;
}

/** One text of it, to be copied elsewhere when it cannot be sent. */
export function asText(wanted: NewRecord): string {
  return Object.entries(wanted)
    .filter(([, value]) => value !== "" && value !== undefined)
    .map(([name, value]) => `${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join("\n");
}
