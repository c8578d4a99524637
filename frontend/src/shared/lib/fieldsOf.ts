import type { DeletedRecord, DogRecord, NewRecord } from "../api/types";

/** The part of a record that a person writes: without what the server adds. */
export function fieldsOf(record: DogRecord | DeletedRecord): NewRecord {
  const { id, dogId, recordedAt, author, version, seq, deleted, ...fields } = record;
  return fields as NewRecord;
}
