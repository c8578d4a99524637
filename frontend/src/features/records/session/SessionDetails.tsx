import { TagsInput, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { FieldProps } from "../forms/fieldProps";
import { SpokenTextarea } from "../forms/SpokenTextarea";

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
      <SpokenTextarea
        label={t("fields.notes")}
        minRows={3}
        value={value.notes ?? ""}
        onChange={(notes) => onChange({ notes })}
        error={errors.notes}
      />
    </>
  );
}
