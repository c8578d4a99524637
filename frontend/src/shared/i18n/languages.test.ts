import i18next from "i18next";
import { afterEach, expect, test, vi } from "vitest";
import recordTypes from "../api/recordTypes.json";
import type { FieldSchema } from "../lib/recordTypes";
import de from "./de.json";
import en from "./en.json";
import { chooseLanguage, speakUsualLanguage } from "./i18n";
import { pickLanguage, rightToLeft } from "./languages";

/** Every text by its path. */
function texts(part: object, path = ""): Map<string, string> {
  return new Map(
    Object.entries(part).flatMap(([key, value]) =>
      typeof value === "string" ? [[path + key, value] as const] : [...texts(value, `${path + key}.`)],
    ),
  );
}

const placeholders = (text = "") => [...text.matchAll(/\{\{\w+\}\}/g)].map(([found]) => found).sort();

afterEach(async () => {
  vi.restoreAllMocks();
  localStorage.clear();
  await speakUsualLanguage();
});

test("German has every text of English, and no other", () => {
  expect([...texts(de).keys()].sort()).toEqual([...texts(en).keys()].sort());
});

test("every text has the same placeholders in German", () => {
  const german = texts(de);
  for (const [key, text] of texts(en)) {
    expect(placeholders(german.get(key)), key).toEqual(placeholders(text));
    expect(german.get(key), key).not.toBe("");
  }
});

test("every field and choice of a record has a name in both", () => {
  const lacking = new Set<string>();
  const look = (fields: Record<string, FieldSchema>) => {
    for (const [name, schema] of Object.entries(fields)) {
      if (!(name in en.fields)) lacking.add(`fields.${name}`);
      lookInto(schema);
    }
  };
  const lookInto = ({ enum: choices, properties, items }: FieldSchema) => {
    for (const choice of choices ?? []) if (!(choice in en.choices)) lacking.add(`choices.${choice}`);
    if (properties) look(properties);
    if (items) lookInto(items);
  };
  for (const { fields } of Object.values(recordTypes)) look(fields as unknown as Record<string, FieldSchema>);
  expect([...lacking]).toEqual([]);
});

test.each([
  { chosen: null, wanted: ["de-AT", "en"], language: "de" },
  { chosen: null, wanted: ["fr", "de"], language: "de" },
  { chosen: null, wanted: ["fr"], language: "en" },
  { chosen: "en", wanted: ["de"], language: "en" },
  { chosen: "tlh", wanted: ["de"], language: "de" },
])("chosen $chosen, browser $wanted: $language", ({ chosen, wanted, language }) => {
  expect(pickLanguage(chosen, wanted)).toBe(language);
});

test("a chosen language is spoken, said to the browser, and kept", async () => {
  await chooseLanguage("de");
  expect(i18next.t("common.save")).toBe("Speichern");
  expect(document.documentElement).toHaveAttribute("lang", "de");
  expect(document.documentElement).toHaveAttribute("dir", "ltr");
  await chooseLanguage(null);
  expect(i18next.t("common.save")).toBe("Save");
  expect(document.documentElement).toHaveAttribute("lang", "en");
});

test("a language from right to left turns the page around", async () => {
  localStorage.setItem("doggy-language", rightToLeft);
  await speakUsualLanguage();
  expect(i18next.t("timeline.moreTypes")).toBe("More types");
  expect(i18next.t("sync.waiting", { count: 2 })).toBe("2 waiting");
  expect(document.documentElement).toHaveAttribute("dir", "rtl");
});

test("numbers in sentences are written as in the language", async () => {
  expect(i18next.t("figures.celeration.bounce", { bounce: 1.5 })).toBe("Bounce ×1.5.");
  await chooseLanguage("de");
  expect(i18next.t("figures.celeration.bounce", { bounce: 1.5 })).toBe("Streuung ×1,5.");
});
