// What is on record of a dog's behavior, from the device.
import { useRecordsOfType } from "@/features/records/records.queries";
import type { RecordOf } from "@/shared/api/types";

export type Definition = RecordOf<"behavior-definition">;
export type Observation = RecordOf<"observation">;
type Exposure = RecordOf<"trigger-exposure">;

export interface MetTrigger {
  name: string;
  times: number;
  closestMeters: number;
  worst: number;
  last: string;
}

/** Each trigger that was met, the most frequent first; spelled differently it is one. */
export function metTriggers(exposures: Exposure[]): MetTrigger[] {
  const triggers = new Map<string, MetTrigger>();
  for (const { trigger, distanceMeters, reaction, occurredAt } of exposures) {
    const key = trigger.trim().toLowerCase();
    const known = triggers.get(key);
    triggers.set(key, {
      name: known?.name ?? trigger.trim(),
      times: (known?.times ?? 0) + 1,
      closestMeters: Math.min(known?.closestMeters ?? distanceMeters, distanceMeters),
      worst: Math.max(known?.worst ?? 0, reaction),
      last: known && new Date(known.last) > new Date(occurredAt) ? known.last : occurredAt,
    });
  }
  return [...triggers.values()].sort((a, b) => b.times - a.times);
}

/** An observation and, once there is one, the other of the pair. */
export interface Pair {
  first: Observation;
  second: Observation | undefined;
}

/** The newest first. A first half that is hidden from the reader leaves the second as it is. */
export function pairsOf(observations: Observation[]): Pair[] {
  const byId = new Map(observations.map((one) => [one.id, one]));
  const seconds = new Map(
    observations.filter(({ pairedWith }) => pairedWith).map((one) => [one.pairedWith, one]),
  );
  return observations
    .filter(({ pairedWith }) => !pairedWith || !byId.has(pairedWith))
    .map((first) => ({ first, second: seconds.get(first.id) }));
}

export function useDefinitions(dogId: string) {
  const { data, ...query } = useRecordsOfType(dogId, "behavior-definition");
  return { ...query, definitions: data ?? [] };
}

export function useMetTriggers(dogId: string) {
  const { data, ...query } = useRecordsOfType(dogId, "trigger-exposure");
  return { ...query, triggers: metTriggers(data ?? []) };
}

export function usePairs(dogId: string) {
  const { data, ...query } = useRecordsOfType(dogId, "observation");
  return { ...query, pairs: pairsOf(data ?? []) };
}
