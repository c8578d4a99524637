// Names of record types, fields and choices for people: translated where there is a translation, else made readable.
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { humanized } from "./recordTypes";

type AnyKey = (key: string, options: { defaultValue: string }) => string;

export function useLabels() {
  const { t, i18n } = useTranslation();
  // The keys are the server's, so they are not known when this is compiled.
  const label = useCallback(
    (group: string, name: string, otherwise = humanized(name)) =>
      (t as unknown as AnyKey)(`${group}.${name}`, { defaultValue: otherwise }),
    [t],
  );
  return {
    type: useCallback((name: string) => label("types", name), [label]),
    types: useCallback((name: string) => label("typesMany", name, label("types", name)), [label]),
    field: useCallback((name: string) => label("fields", name), [label]),
    /** Of a field that means something else in a record of this type than elsewhere. */
    fieldOf: useCallback(
      (type: string, name: string) => label(`fieldsOf.${type}`, name, label("fields", name)),
      [label],
    ),
    /** What to write into it. The server's description is English; where that is not read, none is better. */
    hint: useCallback(
      (type: string, name: string, description: string | undefined) =>
        label(`hints.${type}`, name, i18n.language.startsWith("en") ? (description ?? "") : ""),
      [label, i18n.language],
    ),
    choice: useCallback((name: string) => label("choices", name), [label]),
    label,
  };
}
