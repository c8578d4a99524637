// Every sentence that a person reads comes from en.json or its like in another language. English is there from the
// start; another language is fetched when it is spoken.
import i18next, { type FormatterModule } from "i18next";
import { initReactI18next } from "react-i18next";
import { preference, setPreference } from "../lib/preferences";
import en from "./en.json";
import { type Language, languageInfo, languages, pickLanguage } from "./languages";
import { formatNumber } from "./locale";

/** Numbers within sentences are written as in the language; everything else is taken as it is. */
const formatter: FormatterModule = {
  type: "formatter",
  init: () => {},
  add: () => {},
  addCached: () => {},
  format: (value) => (typeof value === "number" ? formatNumber(value) : value),
};

void i18next
  .use(initReactI18next)
  .use(formatter)
  .init({
    lng: "en",
    fallbackLng: "en",
    resources: { en: { translation: en } },
    interpolation: { escapeValue: false, alwaysFormat: true },
  });

/** Speaks the language that was chosen on this device, or else the browser's. */
export async function speakUsualLanguage(): Promise<void> {
  await speak(pickLanguage(preference("language"), navigator.languages));
}

/** Null: whatever the browser wants. */
export async function chooseLanguage(language: Language | null): Promise<void> {
  setPreference("language", language);
  await speakUsualLanguage();
}

/** Speaks what was chosen on another device, unless something else was chosen on this one. */
export async function adoptLanguage(locale: string | undefined): Promise<void> {
  const language = locale?.split("-")[0]?.toLowerCase() ?? "";
  if (preference("language") === null && language in languages) await chooseLanguage(language as Language);
}

async function speak(language: string): Promise<void> {
  const { load, dir } = languageInfo(language);
  if (load && !i18next.hasResourceBundle(language, "translation")) {
    i18next.addResourceBundle(language, "translation", await load());
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = load ? language : "en";
  document.documentElement.dir = dir;
}

declare module "i18next" {
  interface CustomTypeOptions {
    resources: { translation: typeof en };
  }
}
