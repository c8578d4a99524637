// Dates and numbers as the person is used to them: the spoken language, in the country of the browser.
import i18next from "i18next";
import { rightToLeft } from "./languages";

/** "en-GB" for somebody who reads English in a British browser, "de" in that browser for somebody who reads German. */
export function locale(): string {
  const language = i18next.language === rightToLeft ? "en" : (i18next.language ?? "en");
  const ofBrowser = navigator.languages.find((tag) => tag === language || tag.startsWith(`${language}-`));
  return ofBrowser ?? language;
}

/** Makes a formatter at its first use in a locale: making one is slow, and the language may change. */
export function byLocale<Formatter>(make: (locale: string) => Formatter): () => Formatter {
  const made = new Map<string, Formatter>();
  return () => {
    const where = locale();
    const formatter = made.get(where) ?? make(where);
    made.set(where, formatter);
    return formatter;
  };
}

const numbers = byLocale((where) => new Intl.NumberFormat(where, { maximumFractionDigits: 6 }));
export const formatNumber = (value: number) => numbers().format(value);

/** "." or ",". */
export const decimalSeparator = () =>
  numbers()
    .formatToParts(1.5)
    .find(({ type }) => type === "decimal")?.value ?? ".";

/** A noun of a list within a sentence, such as a role: only German writes it with a capital there. */
export const inSentence = (noun: string) =>
  i18next.language === "de" ? noun : noun.toLocaleLowerCase(locale());
