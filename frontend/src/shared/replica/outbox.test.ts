import { describe, expect, test } from "vitest";
import { note } from "@/testing/examples";
import type { DogRecord, NewRecord } from "../api/types";
import { fieldsOf } from "../lib/fieldsOf";
import type { Waiting } from "./model";
import { asWrite, decided, preview, queued, sendable, sent, settled } from "./outbox";

let order = 0;
const now = () => ({ order: ++order, at: "2026-11-25T10:00:00Z" });
const fields = (text: string, change: object = {}): NewRecord => ({ ...fieldsOf(note({ text })), ...change });
const created = (id: string, wanted = fields("a")): Waiting =>
  must(queued(undefined, { id, dogId: "d-1", wanted }, now()));
const edited = (seen: DogRecord, wanted: NewRecord | null): Waiting =>
  must(queued(undefined, { id: seen.id, dogId: "d-1", wanted, seen }, now()));

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("nothing");
  return value;
}

describe("what waits", () => {
  test("a new record that is changed stays one write; deleted before it was sent it is none", () => {
    const one = created("n-1");
    const again = must(queued(one, { id: "n-1", dogId: "d-1", wanted: fields("b") }, now()));
    expect(again).toMatchObject({ order: one.order, edit: 2, wanted: { text: "b" } });
    expect(asWrite(again)).not.toHaveProperty("baseVersion");
    expect(queued(again, { id: "n-1", dogId: "d-1", wanted: null }, now())).toBeUndefined();
  });

  test("a new record that may have arrived is deleted on the server too", () => {
    const gone = must(queued(sent(created("n-1")), { id: "n-1", dogId: "d-1", wanted: null }, now()));
    expect(asWrite(gone).record).toEqual({ id: "n-1", deleted: true });
  });

  test("another tab's change of the same text is not overwritten", () => {
    const seen = note({ text: "as both saw it" });
    const first = edited(seen, fields("from the first tab"));
    const second = must(
      queued(first, { id: "n-1", dogId: "d-1", wanted: fields("from the second"), seen }, now()),
    );
    expect(second.state).toBe("conflict");
    expect(second.clash?.theirs).toMatchObject({ text: "from the first tab" });
    const both = decided(second, fields("from the first tab and from the second"));
    expect(both).toMatchObject({ state: "waiting", base: { version: 1 } });
    expect(both.clash).toBeUndefined();
  });

  test("two tabs that change different fields both count", () => {
    const seen = note({ text: "x", tags: [] });
    const first = edited(seen, fields("x", { tags: ["walk"] }));
    const second = must(
      queued(first, { id: "n-1", dogId: "d-1", wanted: fields("y", { tags: [] }), seen }, now()),
    );
    expect(second).toMatchObject({ state: "waiting", wanted: { text: "y", tags: ["walk"] } });
  });

  test("its author sees a new record as it will be", () => {
    const person = { id: "a-1", name: "Tara", role: "trainer" as const };
    expect(preview(created("n-9"), person)).toMatchObject({
      id: "n-9",
      text: "a",
      version: 0,
      author: person,
    });
    expect(preview(edited(note(), null), person)).toBeUndefined();
  });
});

describe("what is sent", () => {
  test("what a record refers to goes before it, whenever it was written", () => {
    const session = created("s-1", fields("", { blocks: [{ targetId: "t-1" }] }));
    const target = created("t-1");
    expect(sendable([session, target]).map(({ id }) => id)).toEqual(["t-1", "s-1"]);
  });

  test("what refers to a new record that was refused waits with it", () => {
    const target: Waiting = { ...created("t-1"), state: "refused" };
    const session = created("s-1", fields("", { blocks: [{ targetId: "t-1" }] }));
    const other = created("n-1");
    expect(sendable([target, session, other]).map(({ id }) => id)).toEqual(["n-1"]);
  });

  test("two that refer to each other do not wait for ever", () => {
    const one = created("o-1", fields("", { pairedWith: "o-2" }));
    const two = created("o-2", fields("", { pairedWith: "o-1" }));
    expect(sendable([one, two])).toHaveLength(2);
  });
});

describe("the server's answer", () => {
  const theirs = note({ version: 2, seq: 2, text: "theirs" });
  const conflict = { id: "n-1", status: "conflict" as const, record: theirs };

  test("settles what it is about, and not what was changed since", () => {
    const one = sent(created("n-1"));
    const applied = { id: "n-1", status: "applied" as const, record: note({ text: "a" }) };
    expect(settled(one, one.edit, applied)).toBeUndefined();
    const later = must(queued(one, { id: "n-1", dogId: "d-1", wanted: fields("b") }, now()));
    expect(settled(later, one.edit, applied)).toMatchObject({
      state: "waiting",
      base: { version: 1 },
      unsure: [],
    });
  });

  test("the same text changed on both sides is a conflict that keeps both", () => {
    const one = sent(edited(note({ text: "before" }), fields("mine")));
    const clash = must(settled(one, one.edit, conflict));
    expect(clash).toMatchObject({
      state: "conflict",
      wanted: { text: "mine" },
      clash: { theirs: { text: "theirs" } },
    });
    expect(asWrite(decided(clash, fields("mine and theirs")))).toMatchObject({ baseVersion: 2 });
  });

  test("different fields are merged without asking", () => {
    const seen = note({ text: "theirs", tags: [] });
    const one = sent(edited(seen, fields("theirs", { tags: ["mine"] })));
    const record = note({ version: 2, text: "theirs, longer", tags: [] });
    expect(settled(one, one.edit, { ...conflict, record })).toMatchObject({
      state: "waiting",
      base: { version: 2 },
      wanted: { text: "theirs, longer", tags: ["mine"] },
    });
  });

  test("its own write that arrived unheard is no conflict", () => {
    const one = sent(edited(note({ text: "before" }), fields("first try")));
    const two = sent(must(queued(one, { id: "n-1", dogId: "d-1", wanted: fields("second try") }, now())));
    const record = note({ version: 2, text: "first try", audience: ["owner", "trainer"] });
    expect(settled(two, two.edit, { ...conflict, record })).toMatchObject({
      state: "waiting",
      wanted: { text: "second try" },
      base: { version: 2 },
    });
  });

  test("a refusal keeps the text and its reason; a passing trouble keeps it waiting", () => {
    const one = sent(created("n-1"));
    const problem = { status: 422, title: "Invalid" };
    expect(settled(one, 1, { id: "n-1", status: "rejected", problem })).toMatchObject({
      state: "refused",
      problem,
    });
    const busy = { status: 503, title: "Busy" };
    expect(settled(one, 1, { id: "n-1", status: "rejected", problem: busy })).toMatchObject({
      state: "waiting",
    });
  });

  test("deleting what is not there any more is done", () => {
    const gone = sent(edited(note(), null));
    expect(settled(gone, 1, { id: "n-1", status: "rejected", problem: { status: 404 } })).toBeUndefined();
    const tombstone = { ...note({ version: 2 }), deleted: true } as DogRecord;
    expect(settled(gone, 1, { ...conflict, record: tombstone })).toBeUndefined();
  });

  test("deleted here and changed there is asked about", () => {
    const gone = sent(edited(note({ text: "before" }), null));
    expect(settled(gone, 1, conflict)).toMatchObject({ state: "conflict", wanted: null });
  });
});
