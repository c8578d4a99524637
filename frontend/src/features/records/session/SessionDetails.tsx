import { TagsInput, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { FieldProps } from "../forms/fieldProps";

/** What surrounds the trials: where, with what, and remarks. */
export function SessionDetails({ value, onChange, errors }: FieldProps<"session">) {
  const { t } = useTranslation();
  return (
    <>
      {(["place", "weather"] as const).map((field) => (
        <TextInput
          key={field}
          label={t(`fields.${field}`)}
          placeholder={t(`session.example.${field}`)}
          value={value[field] ?? ""}
          onChange={(event) => onChange({ [field]: event.currentTarget.value })}
          error={errors[field]}
        />
      ))}
      {(["equipment", "reinforcers"] as const).map((field) => (
        <TagsInput
          key={field}
          label={t(`fields.${field}`)}
          placeholder={value[field]?.length ? undefined : t(`session.example.${field}`)}
          value={value[field] ?? []}
          onChange={(items) => onChange({ [field]: items })}
          error={errors[field]}
        />
      ))}
      <Textarea
        label={t("fields.notes")}
        minRows={3}
        value={value.notes ?? ""}
        onChange={(event) => onChange({ notes: event.currentTarget.value })}
        error={errors.notes}
      />
    </>
  );
}
