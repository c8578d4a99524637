import { expect, test } from "vitest";
import type { Alert, DogRecord, Homework } from "@/shared/api/types";
import { firstDayOfWeek, startOfWeek } from "@/shared/lib/week";
import { me, note } from "@/testing/examples";
import { alertsToAcknowledge } from "./alerts";
import { dueDoses, dueVaccinations } from "./care";
import { homeworkStates } from "./homework";

const now = new Date(2026, 10, 25, 12);
const local = (day: number, hour = 9) => new Date(2026, 10, day, hour).toISOString();
let made = 0;
const record = (fields: object): DogRecord =>
  ({ ...note(), text: undefined, id: `r-${++made}`, ...fields }) as unknown as DogRecord;

const homework = (id: string, change: Partial<Homework> = {}) =>
  record({ id, type: "homework", title: id, steps: [{ description: "call" }], archived: false, ...change });
const done = (homeworkId: string, day: number) =>
  record({ type: "homework-log", homeworkId, done: [0], occurredAt: local(day) });

test("homework is due until it was done as often as planned", () => {
  const states = homeworkStates(
    [
      homework("late", { dueOn: "2026-11-20" }),
      homework("once"),
      homework("once-done", { dueOn: "2026-12-01" }),
      done("once-done", 20),
      homework("thrice", { timesPerWeek: 3 }),
      done("thrice", 23),
      homework("thrice-today", { timesPerWeek: 3 }),
      done("thrice-today", 25),
      homework("twice-a-day", { timesPerWeek: 14 }),
      done("twice-a-day", 25),
      homework("term-over", { timesPerWeek: 3, dueOn: "2026-11-24" }),
      homework("archived", { archived: true }),
    ],
    now,
  );
  expect(Object.fromEntries(states.map((one) => [one.homework.id, one.standing]))).toEqual({
    late: "overdue",
    once: "due",
    "once-done": "done",
    thrice: "due",
    "thrice-today": "done",
    "twice-a-day": "due",
    "term-over": "over",
    archived: "over",
  });
  expect(states[0]?.homework.id).toBe("late");
});

test("what was done in the week before does not count for this one", () => {
  const [state] = homeworkStates([homework("h", { timesPerWeek: 1 }), done("h", 15)], now);
  expect(state).toMatchObject({ standing: "due", doneThisWeek: 0 });
});

test("a vaccination is due by the last one of its kind", () => {
  const given = (vaccine: string, day: string, dueOn?: string) =>
    record({ type: "vaccination", vaccine, occurredAt: `${day}T09:00:00Z`, dueOn });
  const due = dueVaccinations(
    [
      given("rabies", "2023-11-20", "2026-11-20"),
      given("dhpp", "2023-12-01", "2026-12-01"),
      given("dhpp", "2020-12-01", "2023-12-01"),
      given("leptospirosis", "2025-01-01", "2026-01-01"),
      given("leptospirosis", "2026-01-01", "2027-01-01"),
      given("bordetella", "2026-01-01"),
    ],
    now,
  );
  expect(due.map(({ vaccination, overdue }) => [vaccination.vaccine, overdue])).toEqual([
    ["rabies", true],
    ["dhpp", false],
  ]);
});

test("doses of today are due by their times until they are given or skipped", () => {
  const medication = (id: string, change: object) =>
    record({ id, type: "medication", product: id, dose: "1", asNeeded: false, timesOfDay: [], ...change });
  const given = (medicationId: string, day: number, change = {}) =>
    record({ type: "medication-given", medicationId, occurredAt: local(day), ...change });
  const doses = dueDoses(
    [
      medication("twice", { timesOfDay: ["20:00", "08:00"], occurredAt: local(20) }),
      given("twice", 25, { skippedBecause: "vomited" }),
      given("twice", 24),
      medication("all-given", { timesOfDay: ["08:00"], occurredAt: local(20) }),
      given("all-given", 25),
      medication("every-third", { everyDays: 3, occurredAt: local(22) }),
      medication("not-today", { everyDays: 3, occurredAt: local(21) }),
      medication("ended", { timesOfDay: ["08:00"], until: "2026-11-24", occurredAt: local(20) }),
      medication("as-needed", { timesOfDay: ["08:00"], asNeeded: true, occurredAt: local(20) }),
      medication("no-schedule", { occurredAt: local(20) }),
    ],
    now,
  );
  expect(doses.map(({ medication: { id }, at, left }) => [id, at, left])).toEqual([
    ["every-third", undefined, 1],
    ["twice", "20:00", 1],
  ]);
});

test("alerts wait for everybody but their author, the gravest first, until they are read or end", () => {
  const olaf = { id: "a-2", name: "Olaf", role: "owner" as const };
  const alert = (id: string, change: Partial<Alert> = {}) =>
    record({
      id,
      type: "alert",
      author: olaf,
      severity: "caution",
      instruction: id,
      acknowledgmentRequired: true,
      ...change,
    });
  const records = [
    alert("caution"),
    alert("danger", { severity: "danger" }),
    alert("mine", { author: { ...olaf, id: me.id } }),
    alert("ended", { expiresAt: local(24) }),
    alert("just so", { acknowledgmentRequired: false }),
    alert("read"),
    record({ type: "acknowledgment", alertId: "read" }),
    record({ type: "acknowledgment", alertId: "caution", author: olaf }),
  ];
  expect(alertsToAcknowledge(records, me.id, now).map(({ id }) => id)).toEqual(["danger", "caution"]);
});

test("weeks begin where people count them from", () => {
  expect(["en-US", "de-DE", "en-GB", "ar-EG", "pt-BR"].map((one) => firstDayOfWeek(one))).toEqual([
    0, 1, 1, 6, 0,
  ]);
  const day = (at: Date) => [at.getMonth() + 1, at.getDate()];
  expect(day(startOfWeek(now, 1))).toEqual([11, 23]);
  expect(day(startOfWeek(now, 0))).toEqual([11, 22]);
  expect(day(startOfWeek(new Date(2026, 10, 1), 1))).toEqual([10, 26]);
});
