// What keeps a dog and those around it safe, from the records on the device.
import { useRecordsOfType } from "@/features/records/records.queries";
import { activeAlerts } from "@/shared/agenda/alerts";
import type { Alert, Dog, RecordOf, RecordType } from "@/shared/api/types";
import { canRead, sectionOf } from "@/shared/lib/access";

type CareInstruction = RecordOf<"care-instruction">;

export interface Trigger {
  name: string;
  /** The farthest at which the dog still reacted strongly. */
  distanceMeters: number;
  times: number;
}

export interface Contact {
  id: string;
  title: string;
  text: string;
  /** To be dialed, when the text has one. */
  phone: string | undefined;
}

export interface Safety {
  /** The most severe first. */
  alerts: Alert[];
  allergies: RecordOf<"allergy">[];
  equipment: CareInstruction[];
  distances: CareInstruction[];
  triggers: Trigger[];
  contacts: Contact[];
  /** Where the dog was seen last. */
  vet: RecordOf<"vet-visit"> | undefined;
}

const strong = 3;
const recentDays = 180;
const mostTriggers = 3;
const allergySeverity = ["severe", "moderate", "mild"] as const;
const phone = /\+?\(?\d[\d\s/().-]{5,}\d/;

/** The first phone number of a text, as it is dialed. */
export const phoneIn = (text: string): string | undefined => {
  const digits = phone.exec(text)?.[0].replace(/(?!^\+)\D/g, "");
  return digits && digits.replace("+", "").length >= 6 ? digits : undefined;
};

/** What the dog reacted strongly to of late, the most frequent first. */
export function strongTriggers(exposures: RecordOf<"trigger-exposure">[], now = Date.now()): Trigger[] {
  const since = now - recentDays * 86_400_000;
  const triggers = new Map<string, Trigger>();
  for (const { trigger, distanceMeters, reaction, occurredAt } of exposures) {
    if (reaction < strong || new Date(occurredAt).getTime() < since) continue;
    const key = trigger.trim().toLowerCase();
    const known = triggers.get(key) ?? { name: trigger.trim(), distanceMeters: 0, times: 0 };
    triggers.set(key, {
      ...known,
      distanceMeters: Math.max(known.distanceMeters, distanceMeters),
      times: known.times + 1,
    });
  }
  return [...triggers.values()].sort((a, b) => b.times - a.times).slice(0, mostTriggers);
}

function useOfType<T extends RecordType>(dog: Dog, type: T) {
  const readable = canRead(dog, sectionOf(type));
  const { data } = useRecordsOfType(dog.id, type, readable);
  return { records: data ?? [], isKnown: !readable || data !== undefined };
}

/** Undefined while it is not known: to show nothing is not to say that there is nothing. */
export function useSafety(dog: Dog): Safety | undefined {
  const alerts = useOfType(dog, "alert");
  const allergies = useOfType(dog, "allergy");
  const care = useOfType(dog, "care-instruction");
  const exposures = useOfType(dog, "trigger-exposure");
  const vetVisits = useOfType(dog, "vet-visit");
  if (![alerts, allergies, care, exposures, vetVisits].every(({ isKnown }) => isKnown)) return undefined;
  const about = (topic: CareInstruction["topic"]) =>
    care.records.filter((one) => one.topic === topic && !one.archived);
  return {
    alerts: activeAlerts(alerts.records),
    allergies: [...allergies.records].sort((a, b) => rank(a.severity) - rank(b.severity)),
    equipment: about("equipment"),
    distances: about("safe-distance"),
    triggers: strongTriggers(exposures.records),
    contacts: about("emergency").map(({ id, title, instruction = "" }) => ({
      id,
      title,
      text: instruction,
      phone: phoneIn(`${title}\n${instruction}`),
    })),
    vet: vetVisits.records.find(({ clinic, veterinarian }) => clinic || veterinarian),
  };
}

const rank = (severity: (typeof allergySeverity)[number] | undefined) =>
  severity ? allergySeverity.indexOf(severity) : allergySeverity.length;

export const isEmpty = ({ vet, ...lists }: Safety): boolean =>
  vet === undefined && Object.values(lists).every((list) => list.length === 0);

/** Who has confirmed having read which alert: names by the alert's id. */
export function useAcknowledgments(dog: Dog): Map<string, { id: string; name: string }[]> {
  const { records } = useOfType(dog, "acknowledgment");
  const byAlert = new Map<string, { id: string; name: string }[]>();
  for (const { alertId, author } of records) {
    const known = byAlert.get(alertId) ?? [];
    if (!known.some(({ id }) => id === author.id)) byAlert.set(alertId, [...known, author]);
  }
  return byAlert;
}
