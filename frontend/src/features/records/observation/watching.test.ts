import { expect, test } from "vitest";
import { askedInterval, eventsOf, finished, type ObservationFields, scoresOf, seenOf } from "./watching";

const lunging = { name: "Lunging", kind: "point" } as const;
const barking = { name: "Barking", kind: "state" } as const;

const fields = (change: Partial<ObservationFields> = {}) =>
  ({
    type: "observation",
    occurredAt: "2026-11-29T10:00:00Z",
    audience: ["trainer"],
    method: "continuous",
    behaviors: [lunging, barking],
    events: [],
    intervals: [],
    blind: false,
    complete: true,
    ...change,
  }) as ObservationFields;

test("taps on a point behavior are events, on a state they begin and end it", () => {
  const taps = [
    { behavior: "Barking", at: 1 },
    { behavior: "Lunging", at: 2 },
    { behavior: "Barking", at: 4.5 },
    { behavior: "Barking", at: 8 },
  ];
  const events = eventsOf(taps, [lunging, barking]);
  expect(events).toEqual([
    { behavior: "Barking", onsetSeconds: 1, offsetSeconds: 4.5, modifiers: [] },
    { behavior: "Lunging", onsetSeconds: 2, modifiers: [] },
    { behavior: "Barking", onsetSeconds: 8, modifiers: [] },
  ]);
  expect(seenOf(events, "Barking", 10)).toEqual({ count: 2, seconds: 5.5 });
});

test("the end of the observation ends what is going on", () => {
  expect(finished(fields(), [{ behavior: "Barking", at: 8 }], 9.96)).toMatchObject({
    observedSeconds: 10,
    events: [{ behavior: "Barking", onsetSeconds: 8, offsetSeconds: 10 }],
  });
});

test("partial intervals ask for the running one, the other methods for the one that ended", () => {
  expect(askedInterval("partial-interval", 0, 15)).toBe(0);
  expect(askedInterval("partial-interval", 31, 15)).toBe(2);
  expect(askedInterval("momentary", 14.9, 15)).toBeUndefined();
  expect(askedInterval("whole-interval", 31, 15)).toBe(1);
});

test("at the planned end the last whole interval is asked for", () => {
  expect(askedInterval("partial-interval", 60, 15, 60)).toBe(3);
  expect(askedInterval("momentary", 60, 15, 60)).toBe(3);
  expect(askedInterval("partial-interval", 50, 15, 50)).toBe(2);
});

test("every behavior has a score for every whole interval, and a second tap takes it back", () => {
  const taps = [
    { behavior: "Barking", at: 3, interval: 0 },
    { behavior: "Barking", at: 20, interval: 1 },
    { behavior: "Barking", at: 21, interval: 1 },
    { behavior: "Lunging", at: 40, interval: 2 },
    { behavior: "Lunging", at: 46, interval: 3 },
  ];
  expect(scoresOf(taps, [lunging, barking], 3)).toEqual([
    { behavior: "Lunging", scores: [false, false, true] },
    { behavior: "Barking", scores: [true, false, false] },
  ]);
  const partial = fields({ method: "partial-interval", intervalSeconds: 15 });
  // 3.1 intervals: the fourth was cut short.
  expect(finished(partial, taps, 46.5)).toMatchObject({
    observedSeconds: 46.5,
    events: [],
    intervals: [{ scores: [false, false, true] }, { scores: [true, false, false] }],
  });
});

test("lengths without an exact binary number lose no interval", () => {
  const partial = fields({ method: "partial-interval", intervalSeconds: 0.1 });
  expect(finished(partial, [], 0.3).intervals[0]?.scores).toHaveLength(3);
});
