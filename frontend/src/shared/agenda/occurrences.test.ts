// The cases are those of registry/calendar/recurrence_test.cc: page and server say the same days.
import { expect, test } from "vitest";
import type { Appointment, DogRecord, Rsvp } from "@/shared/api/types";
import { note } from "@/testing/examples";
import { answersTo } from "./answers";
import { occurrencesIn, placeOf } from "./occurrences";
import { clockAt, instantOf, writtenAt } from "./zonedTime";

const appointment = (change: Partial<Appointment>): Appointment => ({
  ...note(),
  type: "appointment",
  title: "Class",
  kind: "class",
  attendees: [],
  exceptDates: [],
  canceled: false,
  ...change,
});

async function days(change: Partial<Appointment>, count = 5, from = "1990-01-01", to = "2100-01-01") {
  const one = appointment(change);
  const found = await occurrencesIn([one], new Date(from), new Date(to));
  return found.slice(0, count).map(({ start }) => writtenAt(start, placeOf(one)));
}
const newYork = (occurredAt: string, recurrence: string) =>
  days({ occurredAt, recurrence, timeZone: "America/New_York" });

test("rules are followed as the examples of RFC 5545 say", async () => {
  expect(await newYork("1997-09-02T09:00:00-04:00", "FREQ=WEEKLY;COUNT=4;WKST=SU;BYDAY=TU,TH")).toEqual([
    "1997-09-02T09:00:00-04:00",
    "1997-09-04T09:00:00-04:00",
    "1997-09-09T09:00:00-04:00",
    "1997-09-11T09:00:00-04:00",
  ]);
  expect(await newYork("1997-09-05T09:00:00-04:00", "FREQ=MONTHLY;COUNT=3;BYDAY=1FR")).toEqual([
    "1997-09-05T09:00:00-04:00",
    "1997-10-03T09:00:00-04:00",
    "1997-11-07T09:00:00-05:00",
  ]);
  expect((await newYork("1997-09-28T09:00:00-04:00", "FREQ=MONTHLY;BYMONTHDAY=-3")).slice(0, 3)).toEqual([
    "1997-09-28T09:00:00-04:00",
    "1997-10-29T09:00:00-05:00",
    "1997-11-28T09:00:00-05:00",
  ]);
  expect(await newYork("1997-12-22T09:00:00-05:00", "FREQ=DAILY;UNTIL=19971224T000000Z")).toEqual([
    "1997-12-22T09:00:00-05:00",
    "1997-12-23T09:00:00-05:00",
  ]);
});

test("it stays at the same clock time over the year, in its zone or at its offset", async () => {
  const weekly = { occurredAt: "2026-10-20T18:00:00+02:00", recurrence: "FREQ=WEEKLY" };
  expect(await days({ ...weekly, timeZone: "Europe/Berlin" }, 2)).toEqual([
    "2026-10-20T18:00:00+02:00",
    "2026-10-27T18:00:00+01:00",
  ]);
  expect(await days(weekly, 2)).toEqual(["2026-10-20T18:00:00+02:00", "2026-10-27T18:00:00+02:00"]);
});

test("exceptions are left out, and the range is kept to", async () => {
  const daily = { occurredAt: "2026-01-01T08:00:00+01:00", recurrence: "FREQ=DAILY;COUNT=3" };
  expect(await days({ ...daily, exceptDates: ["2026-01-02"] })).toEqual([
    "2026-01-01T08:00:00+01:00",
    "2026-01-03T08:00:00+01:00",
  ]);
  const endless = { occurredAt: "2026-01-01T08:00:00+00:00", recurrence: "FREQ=DAILY" };
  expect(await days(endless, 9, "2026-02-01T08:00:00Z", "2026-02-03T08:00:00Z")).toEqual([
    "2026-02-01T08:00:00+00:00",
    "2026-02-02T08:00:00+00:00",
  ]);
});

test("what began before the range and lasts is in it; what cannot be read is nowhere", async () => {
  const boarding = { occurredAt: "2026-01-01T08:00:00+00:00", endsAt: "2026-01-05T18:00:00+00:00" };
  expect(await days(boarding, 9, "2026-01-04T00:00:00Z", "2026-01-05T00:00:00Z")).toHaveLength(1);
  expect(await days(boarding, 9, "2026-01-05T18:00:00Z", "2026-01-06T00:00:00Z")).toEqual([]);
  expect(await days({ ...boarding, recurrence: "FREQ=SOMETIMES" })).toEqual([]);
});

test("clocks that are put forward and back", () => {
  const at = (hour: number, month: number, day: number) => ({
    year: 2026,
    month,
    day,
    hour,
    minute: 30,
    second: 0,
  });
  // 02:30 is left out on 29 March in Berlin, and shown twice on 25 October.
  expect(instantOf(at(2, 3, 29), "Europe/Berlin").toISOString()).toBe("2026-03-29T01:30:00.000Z");
  expect(instantOf(at(2, 10, 25), "Europe/Berlin").toISOString()).toBe("2026-10-25T00:30:00.000Z");
  expect(clockAt(new Date("2026-10-25T00:30:00Z"), "Europe/Berlin")).toEqual(at(2, 10, 25));
  expect(clockAt(new Date("2026-10-25T00:30:00Z"), 330)).toMatchObject({ hour: 6, minute: 0 });
});

test("of the answers to a day the latest of each person counts", async () => {
  const answer = (id: string, who: string, change: Partial<Rsvp>): DogRecord => ({
    ...note(),
    id,
    author: { id: who, name: who, role: "owner" },
    type: "rsvp",
    appointmentId: "n-1",
    answer: "yes",
    ...change,
  });
  const records = [
    answer("1", "Olaf", { occurredAt: "2026-11-01T10:00:00Z" }),
    answer("2", "Olaf", { occurredAt: "2026-11-02T10:00:00+02:00", occurrence: "2026-11-24", answer: "no" }),
    answer("3", "Ida", { occurrence: "2026-12-01", answer: "maybe" }),
    answer("4", "Ida", { appointmentId: "another", answer: "no" }),
  ];
  const weekly = appointment({ occurredAt: "2026-11-17T18:00:00+01:00", recurrence: "FREQ=WEEKLY;COUNT=3" });
  const found = await occurrencesIn([weekly], new Date("2026-11-01"), new Date("2027-01-01"));
  const said = found.map((one) =>
    answersTo(one, records).map(({ author, answer }) => `${author.name} ${answer}`),
  );
  expect(said).toEqual([["Olaf yes"], ["Olaf no"], ["Ida maybe", "Olaf yes"]]);
});
