import { Checkbox, TagsInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { MentionTextarea } from "../mentions/MentionTextarea";
import type { FieldProps } from "./fieldProps";

export function NoteFields({ value, onChange, errors }: FieldProps<"note">) {
  const { t } = useTranslation();
  return (
    <>
      <MentionTextarea
        section="notes"
        audience={value.audience ?? []}
        label={t("fields.text")}
        placeholder={t("note.placeholder")}
        minRows={6}
        maxLength={20_000}
        data-autofocus
        value={value.text}
        onChange={(text) => onChange({ text })}
        error={errors.text}
      />
      <TagsInput
        label={t("fields.tags")}
        description={t("note.tagsHint")}
        maxTags={20}
        value={value.tags ?? []}
        onChange={(tags) => onChange({ tags })}
        error={errors.tags}
        clearable
        clearButtonProps={{ "aria-label": t("note.clearTags") }}
      />
      <Checkbox
        label={t("note.pin")}
        checked={value.pinned ?? false}
        onChange={(event) => onChange({ pinned: event.currentTarget.checked })}
        styles={{ body: { minHeight: "2.75rem", alignItems: "center" } }}
      />
    </>
  );
}
