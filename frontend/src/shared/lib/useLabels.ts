// Names of record types, fields and choices for people: translated where there is a translation, else made readable.
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { humanized } from "./recordTypes";

type AnyKey = (key: string, options: { defaultValue: string }) => string;

export function useLabels() {
  const { t } = useTranslation();
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
    choice: useCallback((name: string) => label("choices", name), [label]),
    label,
  };
}
