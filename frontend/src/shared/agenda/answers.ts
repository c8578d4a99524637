// Who comes to an appointment: the latest answer of each person to that day, or to all days.
import type { DogRecord, Rsvp } from "../api/types";
import type { Occurrence } from "./occurrences";

export function answersTo({ appointment, day }: Occurrence, records: DogRecord[]): Rsvp[] {
  const latest = new Map<string, Rsvp>();
  for (const record of records) {
    if (record.type !== "rsvp" || record.appointmentId !== appointment.id) continue;
    if (record.occurrence && record.occurrence !== day) continue;
    const before = latest.get(record.author.id);
    if (!before || isLater(record, before)) latest.set(record.author.id, record);
  }
  return [...latest.values()].sort((a, b) => a.author.name.localeCompare(b.author.name));
}

function isLater(one: Rsvp, other: Rsvp): boolean {
  return new Date(one.occurredAt).getTime() > new Date(other.occurredAt).getTime();
}
