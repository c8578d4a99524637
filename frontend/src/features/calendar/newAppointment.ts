// The form of a new appointment and the record it becomes.
import type { Appointment, NewRecordOf } from "@/shared/api/types";
import { recordTypeInfo } from "@/shared/lib/recordTypes";
import { endOfDay, toLocalInput, toRfc3339 } from "@/shared/lib/time";
import { untilText } from "./moves";

export const kinds = ["class", "session", "walk", "vet", "care", "other"] as const;

export const repeats = {
  never: "",
  daily: "FREQ=DAILY",
  weekly: "FREQ=WEEKLY",
  biweekly: "FREQ=WEEKLY;INTERVAL=2",
  monthly: "FREQ=MONTHLY",
} as const;
export type Repeat = keyof typeof repeats;

export interface Draft {
  dogIds: string[];
  title: string;
  kind: Appointment["kind"];
  /** As inputs have them. */
  starts: string;
  ends: string;
  place: string;
  repeat: Repeat;
  /** A local day, or empty. */
  until: string;
}

const hour = 3_600_000;

/** Begins at the time that was tapped, else at the next full hour. */
export function emptyDraft(at: string, dogIds: string[], now = new Date()): Draft {
  const tapped = new Date(at);
  const start = Number.isNaN(tapped.getTime())
    ? new Date(Math.floor(now.getTime() / hour + 1) * hour)
    : tapped;
  return {
    dogIds,
    title: "",
    kind: "session",
    starts: toLocalInput(start),
    ends: toLocalInput(new Date(start.getTime() + hour)),
    place: "",
    repeat: "never",
    until: "",
  };
}

export function asRecord(draft: Draft): NewRecordOf<"appointment"> {
  const { title, kind, starts, ends, place, repeat, until } = draft;
  const rule = [repeats[repeat], until && `UNTIL=${untilText(endOfDay(until))}`].filter(Boolean).join(";");
  return {
    type: "appointment",
    occurredAt: toRfc3339(new Date(starts)),
    audience: recordTypeInfo.appointment.audience,
    title: title.trim(),
    kind,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    exceptDates: [],
    attendees: [],
    canceled: false,
    ...(ends && { endsAt: toRfc3339(new Date(ends)) }),
    ...(place.trim() && { place: place.trim() }),
    ...(repeat !== "never" && { recurrence: rule }),
  };
}
