import { afterEach, expect, test, vi } from "vitest";
import { formatDay, formatDayHeading } from "../lib/time";
import { firstDayOfWeek } from "../lib/week";
import { chooseWeightUnit, formatWeight, inKilograms, shownWeight } from "../lib/weight";
import { chooseLanguage } from "./i18n";
import { decimalSeparator, formatNumber, inSentence, locale } from "./locale";

const browserWants = (...tags: string[]) => vi.spyOn(navigator, "languages", "get").mockReturnValue(tags);
const monday = new Date(2026, 10, 23, 12);

afterEach(async () => {
  vi.restoreAllMocks();
  localStorage.clear();
  await chooseLanguage(null);
});

test("dates and numbers follow the browser's country within the spoken language", async () => {
  browserWants("en-GB", "en-US", "de-AT");
  expect(locale()).toBe("en-GB");
  expect(formatDay(monday)).toBe("Mon, 23 Nov 2026");
  expect(formatNumber(1234.5)).toBe("1,234.5");
  await chooseLanguage("de");
  expect(locale()).toBe("de-AT");
  expect(formatDay(monday)).toBe("Mo., 23. Nov. 2026");
  expect(formatDayHeading("2026-11-22", monday)).toBe("gestern");
  expect(decimalSeparator()).toBe(",");
});

test.each([
  { tag: "en-US", first: 0 },
  { tag: "en-GB", first: 1 },
  { tag: "de", first: 1 },
])("the week of $tag begins with day $first", ({ tag, first }) => {
  browserWants(tag);
  expect(firstDayOfWeek()).toBe(first);
});

test("weights are shown and typed in the unit of the place, or the chosen one", () => {
  browserWants("en-US");
  expect(formatWeight(38.4)).toBe("84.7 lb");
  expect(inKilograms(84.7)).toBe(38.419);
  expect(shownWeight(38.419)).toBe(84.7);
  chooseWeightUnit("kg");
  expect(formatWeight(38.4)).toBe("38.4 kg");
  browserWants("de-DE");
  chooseWeightUnit(null);
  expect(formatWeight(38.4)).toBe("38.4 kg");
});

test("roles within a sentence keep their capital in German alone", async () => {
  expect(inSentence("Trainer")).toBe("trainer");
  await chooseLanguage("de");
  expect(inSentence("Trainer")).toBe("Trainer");
});
