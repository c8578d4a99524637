import { expect, test } from "vitest";
import { namedIn, typedName, withMarkup, withNames } from "./mentions";

const ann = { id: "0192f0c0-0000-7000-8000-00000000000a", name: "Ann" };
const annLee = { id: "0192f0c0-0000-7000-8000-00000000000b", name: "Ann Lee" };
const people = [ann, annLee];

test("names become markup and come back", () => {
  const text = "Hi @Ann Lee, ask @Ann.";
  const marked = `Hi @[Ann Lee](${annLee.id}), ask @[Ann](${ann.id}).`;
  expect(withMarkup(text, people)).toBe(marked);
  expect(withNames(marked)).toBe(text);
  expect(namedIn(marked)).toEqual([annLee, ann]);
});

test("what is no name stays as it is", () => {
  for (const text of ["@Anna", "mail ann@Ann", "@ Ann", "@Bob", "a @"])
    expect(withMarkup(text, people)).toBe(text);
  expect(withNames("@[Ann](https://example.org)")).toBe("@[Ann](https://example.org)");
});

test("knows when a name is being typed", () => {
  expect(typedName("Hello @")).toBe("");
  expect(typedName("@An")).toBe("An");
  expect(typedName("Hello @Ann L")).toBe("Ann L");
  expect(typedName("ann@example")).toBeUndefined();
  expect(typedName("@Ann\nnext")).toBeUndefined();
});
