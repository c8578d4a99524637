// The value of any field as text for people, by its schema.
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { formatNumber, locale } from "@/shared/i18n/locale";
import type { FieldSchema } from "@/shared/lib/recordTypes";
import { formatDayAndTime } from "@/shared/lib/time";
import { useLabels } from "@/shared/lib/useLabels";

const isEmpty = (value: unknown) =>
  value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);

/** "From 0 to 5. Unit: s." → "s". */
export const unitOf = (schema: FieldSchema | undefined): string =>
  schema?.description?.match(/ Unit: (.+)\.$/)?.[1] ?? "";

export function useValueText() {
  const { t } = useTranslation();
  const { choice, field } = useLabels();
  return useCallback(
    (value: unknown, schema: FieldSchema | undefined): string => {
      const text = (one: unknown, its: FieldSchema | undefined): string => {
        if (isEmpty(one)) return "";
        if (Array.isArray(one)) {
          const lines = one.map((item) => text(item, its?.items));
          return lines.join(its?.items?.properties ? "\n" : ", ");
        }
        if (typeof one === "boolean") return t(one ? "common.yes" : "common.no");
        if (typeof one === "number") return `${formatNumber(one)} ${unitOf(its)}`.trim();
        if (typeof one === "object" && one !== null) {
          const stated = Object.entries(one).filter(([, part]) => !isEmpty(part));
          return stated
            .map(([name, part]) => `${field(name)}: ${text(part, its?.properties?.[name])}`)
            .join(" · ");
        }
        if (its?.enum) return choice(String(one));
        if (its?.format === "date-time") return formatDayAndTime(new Date(String(one)));
        if (its?.format === "date") return new Date(`${one}T00:00:00`).toLocaleDateString(locale());
        return String(one);
      };
      return text(value, schema);
    },
    [t, choice, field],
  );
}
