// What is due of a dog's health: vaccinations that run out, doses of today.
import type { DogRecord, Medication, NewRecordOf, Vaccination } from "../api/types";
import { toLocalDay, toRfc3339 } from "../lib/time";

export interface DueVaccination {
  vaccination: Vaccination;
  dueOn: string;
  overdue: boolean;
}

export type DueState = "overdue" | "soon" | "ok" | "unknown";

const soonDays = 30;
const urgency: readonly DueState[] = ["overdue", "soon", "ok", "unknown"];

export interface DueDose {
  medication: Medication;
  /** The local time of the next dose; absent when none is stated. */
  at?: string;
  /** How many are left today, this one included. */
  left: number;
}

const dayNumber = (day: string) => Date.parse(`${day}T00:00:00Z`) / 86_400_000;

/** What a due day means today. */
export function dueState(dueOn: string | undefined, now = new Date()): DueState {
  if (!dueOn) return "unknown";
  const days = dayNumber(dueOn) - dayNumber(toLocalDay(now));
  if (days < 0) return "overdue";
  return days <= soonDays ? "soon" : "ok";
}

/** Of each vaccine and name the last one given, as the server's chart has them; the most urgent first. */
export function currentVaccinations(
  vaccinations: Vaccination[],
  now = new Date(),
): { vaccination: Vaccination; state: DueState }[] {
  const newest = new Map<string, Vaccination>();
  for (const one of vaccinations) {
    const against = [one.dogId, one.vaccine, one.name?.trim().toLowerCase()].join("\n");
    const other = newest.get(against);
    if (!other || new Date(other.occurredAt) < new Date(one.occurredAt)) newest.set(against, one);
  }
  return [...newest.values()]
    .map((vaccination) => ({ vaccination, state: dueState(vaccination.dueOn, now) }))
    .sort((a, b) => urgency.indexOf(a.state) - urgency.indexOf(b.state));
}

/** Those whose next dose is overdue or due soon, by day. */
export function dueVaccinations(records: DogRecord[], now: Date): DueVaccination[] {
  const vaccinations = records.filter((record): record is Vaccination => record.type === "vaccination");
  return currentVaccinations(vaccinations, now)
    .flatMap(({ vaccination, state }) =>
      vaccination.dueOn !== undefined && (state === "overdue" || state === "soon")
        ? [{ vaccination, dueOn: vaccination.dueOn, overdue: state === "overdue" }]
        : [],
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

/** That a dose was given just now, for those who see the medication. */
export function doseGiven({ id, audience }: Medication): NewRecordOf<"medication-given"> {
  return { type: "medication-given", occurredAt: toRfc3339(new Date()), audience, medicationId: id };
}
