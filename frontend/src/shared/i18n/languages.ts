// The languages of the app, and which one is spoken.

interface LanguageInfo {
  /** What the language calls itself. */
  name: string;
  dir: "ltr" | "rtl";
  /** Absent: its texts are English. */
  load?: () => Promise<object>;
}

export const languages = {
  en: { name: "English", dir: "ltr" },
  de: { name: "Deutsch", dir: "ltr", load: async () => (await import("./de.json")).default },
} satisfies Record<string, LanguageInfo>;

export type Language = keyof typeof languages;

/** English from right to left, by CLDR's name: shows what such a language would break. Not offered, only tested. */
export const rightToLeft = "ar-XB";

const all: Record<string, LanguageInfo> = { ...languages, [rightToLeft]: { name: "", dir: "rtl" } };

export const languageInfo = (language: string): LanguageInfo => all[language] ?? languages.en;

/** The chosen one, or the first of the browser's that the app speaks, or English. */
export function pickLanguage(chosen: string | null, wanted: readonly string[]): string {
  if (chosen !== null && chosen in all) return chosen;
  for (const tag of wanted) {
    const language = tag.split("-")[0]?.toLowerCase() ?? "";
    if (language in languages) return language;
  }
  return "en";
}
