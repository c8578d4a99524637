// Where the person is, as far as the browser says.

/** The browser's first wish that names a country, or else its first. */
export const fromWhere = () =>
  new Intl.Locale(
    navigator.languages.find((tag) => new Intl.Locale(tag).region) ?? navigator.languages[0] ?? "en",
  );

/** The country that the browser names, if it names one. */
export const country = (): string | undefined => fromWhere().region;
