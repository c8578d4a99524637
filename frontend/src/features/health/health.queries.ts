// What is on record of a dog's health, from the device.
import { useRecordsOfType } from "@/features/records/records.queries";
import type { DogRecord, RecordType } from "@/shared/api/types";
import { toLocalDay } from "@/shared/lib/time";

type RecordOf<T extends RecordType> = Extract<DogRecord, { type: T }>;
export type Medication = RecordOf<"medication">;
export type Dose = RecordOf<"medication-given">;
export type Vaccination = RecordOf<"vaccination">;
export type VetVisit = RecordOf<"vet-visit">;

export function useHealthRecords<T extends RecordType>(dogId: string, type: T) {
  const { data, ...query } = useRecordsOfType(dogId, type);
  return { ...query, records: (data ?? []) as RecordOf<T>[] };
}

export interface Treatment {
  medication: Medication;
  over: boolean;
  /** The newest first. */
  doses: Dose[];
}

/** What is given now first, then what is over. */
export function treatmentsOf(medications: Medication[], doses: Dose[], now = new Date()): Treatment[] {
  const today = toLocalDay(now);
  return medications
    .map((medication) => ({
      medication,
      over: medication.until !== undefined && medication.until < today,
      doses: doses
        .filter(({ medicationId }) => medicationId === medication.id)
        .sort((a, b) => new Date(b.occurredAt).getTime() - new Date(a.occurredAt).getTime()),
    }))
    .sort((a, b) => Number(a.over) - Number(b.over));
}

export type DueState = "overdue" | "soon" | "ok" | "unknown";

const soonDays = 30;

/** What a due day means today. */
export function dueState(dueOn: string | undefined, now = new Date()): DueState {
  if (!dueOn) return "unknown";
  if (dueOn < toLocalDay(now)) return "overdue";
  const soon = new Date(now);
  soon.setDate(soon.getDate() + soonDays);
  return dueOn <= toLocalDay(soon) ? "soon" : "ok";
}

const urgency: readonly DueState[] = ["overdue", "soon", "ok", "unknown"];

/** The newest vaccination against each disease, the most urgent first. */
export function currentVaccinations(
  vaccinations: Vaccination[],
  now = new Date(),
): { vaccination: Vaccination; state: DueState }[] {
  const newest = new Map<string, Vaccination>();
  for (const one of vaccinations) {
    const key = one.vaccine === "other" ? `other ${one.name?.trim().toLowerCase()}` : one.vaccine;
    const known = newest.get(key);
    if (!known || new Date(one.occurredAt) > new Date(known.occurredAt)) newest.set(key, one);
  }
  return [...newest.values()]
    .map((vaccination) => ({ vaccination, state: dueState(vaccination.dueOn, now) }))
    .sort((a, b) => urgency.indexOf(a.state) - urgency.indexOf(b.state));
}
