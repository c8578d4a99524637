import { expect, test } from "vitest";
import { note, target } from "@/testing/examples";
import { facetsOf, noFilter, passing } from "./facets";

const olga = { id: "a-2", name: "Olga", role: "owner" as const };
const records = [
  note({ id: "n-1", tags: ["recall", "walk"] }),
  note({ id: "n-2", tags: ["Recall"], author: olga }),
  note({ id: "n-3", tags: [], occurredAt: "2026-10-01T10:00:00Z" }),
  target(),
];

test("a record passes when it has one of each that is chosen", () => {
  const ids = (filter: object) => passing(records, { ...noFilter, ...filter }).map(({ id }) => id);
  expect(ids({})).toHaveLength(4);
  expect(ids({ tags: ["RECALL"] })).toEqual(["n-1", "n-2"]);
  expect(ids({ tags: ["recall"], authors: ["a-2"] })).toEqual(["n-2"]);
  expect(ids({ types: ["note"], from: "2026-11-01" })).toEqual(["n-1", "n-2"]);
  expect(ids({ to: "2026-10-01" })).toEqual(["n-3"]);
});

test("counts say what a choice would leave, whatever is chosen of its own kind", () => {
  const { types, authors, tags } = facetsOf(records, { ...noFilter, authors: ["a-2"] });
  expect(types.get("note")).toBe(1);
  expect(types.get("target")).toBeUndefined();
  expect(authors.map(({ label, count }) => [label, count])).toEqual([
    ["Tara", 3],
    ["Olga", 1],
  ]);
  expect(tags.map(({ label, count }) => [label, count])).toEqual([["Recall", 1]]);
});
