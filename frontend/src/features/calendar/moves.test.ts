import { expect, test } from "vitest";
import { occurrencesIn } from "@/shared/agenda/occurrences";
import type { Appointment } from "@/shared/api/types";
import { note } from "@/testing/examples";
import { moved, movedAlone, movedSeries } from "./moves";

const berlin = { timeZone: "Europe/Berlin", occurredAt: "2026-10-20T18:00:00+02:00" };
const appointment = (change: Partial<Appointment>): Appointment => ({
  ...note(),
  type: "appointment",
  title: "Class",
  kind: "class",
  attendees: [],
  exceptDates: [],
  canceled: false,
  ...berlin,
  endsAt: "2026-10-20T19:00:00+02:00",
  ...change,
});

async function second(change: Partial<Appointment>) {
  const found = await occurrencesIn([appointment(change)], new Date("2026-10-01"), new Date("2027-02-01"));
  const [, one] = found;
  if (!one) throw new Error("it does not recur");
  return one;
}

test("what takes place once keeps its length and its place's clocks", async () => {
  const [one] = await occurrencesIn([appointment({})], new Date("2026-10-01"), new Date("2027-01-01"));
  if (!one) throw new Error("nothing");
  expect(moved(one, { start: new Date("2026-10-27T09:00:00Z") })).toMatchObject({
    occurredAt: "2026-10-27T10:00:00+01:00",
    endsAt: "2026-10-27T11:00:00+01:00",
  });
});

test("one day of a series becomes an appointment of its own", async () => {
  const one = await second({ recurrence: "FREQ=WEEKLY;BYDAY=TU" });
  const { series, single } = movedAlone(one, { start: new Date("2026-10-28T17:00:00Z") });
  expect(series).toMatchObject({ recurrence: "FREQ=WEEKLY;BYDAY=TU", exceptDates: ["2026-10-27"] });
  expect(single).toMatchObject({ occurredAt: "2026-10-28T18:00:00+01:00", exceptDates: [] });
  expect(single.recurrence).toBeUndefined();
});

test("a series is moved by as much as the day that was dragged, over a change of the clocks", async () => {
  const one = await second({
    recurrence: "FREQ=WEEKLY;BYDAY=TU,SA;UNTIL=20261231T000000Z",
    exceptDates: ["2026-11-03"],
  });
  expect(one.day).toBe("2026-10-24");
  const to = { start: new Date("2026-10-25T18:30:00Z") };
  expect(movedSeries(one, to)).toMatchObject({
    occurredAt: "2026-10-21T19:30:00+02:00",
    endsAt: "2026-10-21T20:30:00+02:00",
    recurrence: "FREQ=WEEKLY;BYDAY=WE,SU;UNTIL=20270101T023000Z",
    exceptDates: ["2026-11-04"],
  });
});

test("a rule that names days of the month is moved within its day only", async () => {
  const one = await second({ recurrence: "FREQ=MONTHLY;BYDAY=3TU" });
  const sameDay = new Date(one.start.getTime() + 3_600_000);
  const nextDay = new Date(one.start.getTime() + 86_400_000);
  expect(movedSeries(one, { start: sameDay })).toMatchObject({ occurredAt: "2026-10-20T19:00:00+02:00" });
  expect(movedSeries(one, { start: nextDay })).toBeUndefined();
});
