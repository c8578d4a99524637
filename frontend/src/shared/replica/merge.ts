// Two changes of the same record: what each changed is kept when they changed different fields.
import type { NewRecord } from "../api/types";
import { sameValue } from "../lib/mergePatch";

type Fields = Record<string, unknown>;

/** Roles are a set, instants may be written with any offset. */
function sameField(name: string, a: unknown, b: unknown): boolean {
  if (name === "audience" && Array.isArray(a) && Array.isArray(b)) {
    return sameValue([...a].sort(), [...b].sort());
  }
  if (name === "occurredAt" && typeof a === "string" && typeof b === "string") {
    return new Date(a).getTime() === new Date(b).getTime();
  }
  return sameValue(a, b);
}

export function sameFields(a: NewRecord, b: NewRecord): boolean {
  const [left, right] = [a, b] as unknown as [Fields, Fields];
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].every((name) =>
    sameField(name, left[name], right[name]),
  );
}

/** Whether the server's record says what was sent; it may say more, as defaults are filled in there. */
export function says(record: NewRecord, sent: NewRecord): boolean {
  const [left, right] = [record, sent] as unknown as [Fields, Fields];
  return Object.keys(right).every((name) => sameField(name, left[name], right[name]));
}

/** `theirs` with what `mine` changed of `base`; undefined when both changed one field differently. */
export function merged(base: NewRecord, mine: NewRecord, theirs: NewRecord): NewRecord | undefined {
  const [before, own, other] = [base, mine, theirs] as unknown as [Fields, Fields, Fields];
  const result: Fields = { ...other };
  for (const name of new Set([...Object.keys(before), ...Object.keys(own)])) {
    if (sameField(name, before[name], own[name])) continue;
    const untouched = sameField(name, before[name], other[name]);
    if (!untouched && !sameField(name, own[name], other[name])) return undefined;
    if (own[name] === undefined) delete result[name];
    else result[name] = own[name];
  }
  return result as unknown as NewRecord;
}
