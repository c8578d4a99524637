// What is tapped while watching, and the observation that it makes. Taps are kept as they came, so that the last one
// can always be taken back; what they mean follows from the method.
import type { NewRecordOf } from "@/shared/api/types";

export type ObservationFields = NewRecordOf<"observation">;
export type Method = ObservationFields["method"];
type Watched = ObservationFields["behaviors"][number];
type Event = ObservationFields["events"][number];
type Scores = ObservationFields["intervals"][number];

export interface Tap {
  behavior: string;
  /** Seconds from the beginning. */
  at: number;
  /** Of interval methods: which interval it scores, or no longer does. */
  interval?: number;
}

/** Seconds to a tenth: what a thumb can tell apart. */
export const tenths = (seconds: number) => Math.round(seconds * 10) / 10;

/** How many intervals have begun and ended by then; one that is cut short is none. */
export const endedIntervals = (seconds: number, length: number) => Math.floor(seconds / length + 1e-9);

/**
 * The interval that a tap is about. Partial-interval recording scores the one that is running, the others the one that
 * ended last: only then it is known what was there all through, or at the moment. Undefined: there is none yet.
 */
export function askedInterval(
  method: Method,
  seconds: number,
  length: number,
  planned?: number,
): number | undefined {
  const ended = endedIntervals(seconds, length);
  const asked = method === "partial-interval" ? ended : ended - 1;
  const last = planned === undefined ? asked : Math.min(asked, endedIntervals(planned, length) - 1);
  return last < 0 ? undefined : last;
}

/**
 * Continuous recording: each tap on a point behavior is an event; on a state behavior taps begin and end it in turn.
 * `end` also ends what is still going on.
 */
export function eventsOf(taps: readonly Tap[], behaviors: readonly Watched[], end?: number): Event[] {
  const kinds = new Map(behaviors.map(({ name, kind }) => [name, kind]));
  const events: Event[] = [];
  const open = new Map<string, Event>();
  for (const { behavior, at } of taps) {
    const going = open.get(behavior);
    if (going) {
      going.offsetSeconds = at;
      open.delete(behavior);
      continue;
    }
    const event: Event = { behavior, onsetSeconds: at, modifiers: [] };
    events.push(event);
    if (kinds.get(behavior) === "state") open.set(behavior, event);
  }
  if (end !== undefined) {
    for (const event of open.values()) event.offsetSeconds = Math.max(end, event.onsetSeconds);
  }
  return events;
}

/** Interval methods: a row for each behavior; every tap turns its interval's score over. */
export function scoresOf(taps: readonly Tap[], behaviors: readonly Watched[], intervals: number): Scores[] {
  return behaviors.map(({ name }) => {
    const scores = Array.from({ length: intervals }, () => false);
    for (const { behavior, interval } of taps) {
      if (behavior === name && interval !== undefined && interval < intervals) {
        scores[interval] = !scores[interval];
      }
    }
    return { behavior: name, scores };
  });
}

/** How often a behavior was seen and for how many seconds in all; a state that goes on lasts until `now`. */
export function seenOf(events: readonly Event[], behavior: string, now: number) {
  const own = events.filter((event) => event.behavior === behavior);
  const seconds = own.reduce(
    (sum, { onsetSeconds, offsetSeconds = now }) => sum + offsetSeconds - onsetSeconds,
    0,
  );
  return { count: own.length, seconds };
}

/** The record of what was watched for `seconds`. */
export function finished(
  fields: ObservationFields,
  taps: readonly Tap[],
  seconds: number,
): ObservationFields {
  const common = { ...fields, observedSeconds: tenths(seconds), complete: true };
  if (fields.method === "continuous") {
    return { ...common, events: eventsOf(taps, fields.behaviors, common.observedSeconds), intervals: [] };
  }
  const intervals = endedIntervals(common.observedSeconds, fields.intervalSeconds ?? 1);
  return { ...common, events: [], intervals: scoresOf(taps, fields.behaviors, intervals) };
}
