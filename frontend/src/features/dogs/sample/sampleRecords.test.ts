import i18next from "i18next";
import { expect, test } from "vitest";
import { fieldProblems } from "@/features/records/recordFields";
import "@/shared/i18n/i18n";
import { sampleRecords } from "./sampleRecords";

const now = new Date("2026-11-29T12:00:00Z");

test("nothing of it would be refused by the forms, nor lies ahead", () => {
  const records = sampleRecords(i18next.t, now);
  for (const { fields } of records) {
    expect(fieldProblems(fields, i18next.t)).toEqual({});
    expect(new Date(fields.occurredAt).getTime()).toBeLessThan(now.getTime());
  }
  expect(new Set(records.map(({ id }) => id)).size).toBe(records.length);
});

test("the dog gets better: fewer and milder records of behavior, week by week", () => {
  const abc = sampleRecords(i18next.t, now).flatMap(({ fields }) =>
    fields.type === "abc-record" ? [fields] : [],
  );
  const intensities = [...abc]
    .sort((a, b) => a.occurredAt.localeCompare(b.occurredAt))
    .map(({ intensity }) => intensity);
  expect(intensities[0]).toBe(5);
  expect(intensities.at(-1)).toBe(1);
});

test("sessions are of the target that is among them", () => {
  const records = sampleRecords(i18next.t, now);
  const targets = new Set(records.filter(({ fields }) => fields.type === "target").map(({ id }) => id));
  const blocks = records.flatMap(({ fields }) => (fields.type === "session" ? fields.blocks : []));
  expect(blocks).toHaveLength(5);
  for (const { targetId } of blocks) expect(targets.has(targetId)).toBe(true);
});
