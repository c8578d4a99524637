import { expect, test } from "vitest";
import { initialsOf } from "./initials";

test.each([
  ["Tara Lindqvist", "TL"],
  ["Wim de Vries", "WV"],
  ["  cher ", "C"],
  ["𝒜da Lovelace", "𝒜L"],
  ["", ""],
])("%j is shortened to %j", (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});
