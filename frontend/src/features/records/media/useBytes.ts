import { locale } from "@/shared/i18n/locale";

/** "4.5 MB", in the reader's language. */
export function useBytes(): (bytes: number) => string {
  return (bytes) => {
    const [size, unit] =
      bytes >= 1e9 ? [1e9, "gigabyte"] : bytes >= 1e6 ? [1e6, "megabyte"] : [1e3, "kilobyte"];
    return new Intl.NumberFormat(locale(), {
      style: "unit",
      unit: unit as string,
      maximumSignificantDigits: 3,
    }).format(bytes / (size as number));
  };
}
