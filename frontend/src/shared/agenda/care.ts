// What is due of a dog's health: vaccinations that run out, doses of today.
import type { DogRecord, Medication, Vaccination } from "../api/types";
import { toLocalDay } from "../lib/time";

export interface DueVaccination {
  vaccination: Vaccination;
  dueOn: string;
  overdue: boolean;
}

export interface DueDose {
  medication: Medication;
  /** The local time of the next dose; absent when none is stated. */
  at?: string;
  /** How many are left today, this one included. */
  left: number;
}

const dayNumber = (day: string) => Date.parse(`${day}T00:00:00Z`) / 86_400_000;

/** Of each vaccine the last one given, when the next is due within so many days. */
export function dueVaccinations(records: DogRecord[], now: Date, within = 30): DueVaccination[] {
  const newest = new Map<string, Vaccination>();
  for (const record of records) {
    if (record.type !== "vaccination") continue;
    const against = [record.dogId, record.vaccine, record.name?.trim().toLowerCase()].join("\n");
    const other = newest.get(against);
    if (!other || new Date(other.occurredAt) < new Date(record.occurredAt)) newest.set(against, record);
  }
  const today = toLocalDay(now);
  return [...newest.values()]
    .flatMap((vaccination) =>
      vaccination.dueOn === undefined || dayNumber(vaccination.dueOn) - dayNumber(today) > within
        ? []
        : [{ vaccination, dueOn: vaccination.dueOn, overdue: vaccination.dueOn < today }],
    )
    .sort((a, b) => a.dueOn.localeCompare(b.dueOn));
}

/** What is still to be given today, by time. Medications without a schedule, or as needed, are never due. */
export function dueDoses(records: DogRecord[], now: Date): DueDose[] {
  const today = toLocalDay(now);
  const given = records.filter(
    (record) => record.type === "medication-given" && toLocalDay(new Date(record.occurredAt)) === today,
  );
  return records
    .filter((record): record is Medication => record.type === "medication" && isOfDay(record, today))
    .flatMap((medication): DueDose[] => {
      const times = medication.timesOfDay?.length ? [...medication.timesOfDay].sort() : [undefined];
      const done = given.filter((one) => "medicationId" in one && one.medicationId === medication.id).length;
      const rest = times.slice(done);
      if (rest.length === 0) return [];
      return [{ medication, left: rest.length, ...(rest[0] !== undefined && { at: rest[0] }) }];
    })
    .sort((a, b) => (a.at ?? "").localeCompare(b.at ?? ""));
}

function isOfDay(medication: Medication, today: string): boolean {
  const { timesOfDay = [], everyDays, asNeeded, until, occurredAt } = medication;
  const first = toLocalDay(new Date(occurredAt));
  if (asNeeded || (timesOfDay.length === 0 && everyDays === undefined)) return false;
  if (first > today || (until !== undefined && until < today)) return false;
  return (dayNumber(today) - dayNumber(first)) % (everyDays ?? 1) === 0;
}
