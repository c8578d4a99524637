// What is on record of a dog's health, from the device.
import { useRecordsOfType } from "@/features/records/records.queries";
import type { Medication, RecordOf, RecordType } from "@/shared/api/types";
import { toLocalDay } from "@/shared/lib/time";

type Dose = RecordOf<"medication-given">;

export function useHealthRecords<T extends RecordType>(dogId: string, type: T) {
  const { data, ...query } = useRecordsOfType(dogId, type);
  return { ...query, records: data ?? [] };
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
