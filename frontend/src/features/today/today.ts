// What the page of today is made from: everything among the records that concerns somebody now.
import { alertsToAcknowledge } from "@/shared/agenda/alerts";
import { dueDoses, dueVaccinations } from "@/shared/agenda/care";
import { homeworkStates, isToDo } from "@/shared/agenda/homework";
import type { Occurrence } from "@/shared/agenda/occurrences";
import type { DogRecord, RecordType, Visit } from "@/shared/api/types";
import { startOfDay, toLocalDay } from "@/shared/lib/time";

export const todayTypes: RecordType[] = [
  "alert",
  "acknowledgment",
  "appointment",
  "homework",
  "homework-log",
  "medication",
  "medication-given",
  "vaccination",
  "visit",
];

/** How many days are shown, today included. */
export const daysAhead = 7;

const dayMs = 86_400_000;

export function duties(records: DogRecord[], accountId: string | undefined, now: Date) {
  return {
    alerts: alertsToAcknowledge(records, accountId, now),
    doses: dueDoses(records, now),
    vaccinations: dueVaccinations(records, now),
    homework: homeworkStates(records, now).filter(isToDo),
    visits: newVisits(records, accountId, now),
  };
}

export type Duties = ReturnType<typeof duties>;

/** Reports by others since yesterday. */
function newVisits(records: DogRecord[], accountId: string | undefined, now: Date): Visit[] {
  const yesterday = toLocalDay(new Date(now.getTime() - dayMs));
  return records
    .filter((record): record is Visit => record.type === "visit" && record.author.id !== accountId)
    .filter(({ occurredAt }) => toLocalDay(new Date(occurredAt)) >= yesterday)
    .sort((a, b) => new Date(b.occurredAt).getTime() - new Date(a.occurredAt).getTime());
}

export interface AgendaDay {
  day: string;
  occurrences: Occurrence[];
}

/** By local day; without what is over or canceled. */
export function agenda(occurrences: Occurrence[], now: Date): AgendaDay[] {
  const today = toLocalDay(now);
  const days = new Map<string, Occurrence[]>();
  for (const one of occurrences.filter((other) => isAhead(other, now))) {
    const day = one.start < startOfDay(today) ? today : toLocalDay(one.start);
    days.set(day, [...(days.get(day) ?? []), one]);
  }
  return [...days].map(([day, of]) => ({ day, occurrences: of }));
}

function isAhead({ appointment, start, end }: Occurrence, now: Date): boolean {
  if (appointment.canceled) return false;
  // What has no end is of use until its day is over.
  return end ? end > now : toLocalDay(start) >= toLocalDay(now);
}
