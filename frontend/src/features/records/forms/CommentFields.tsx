import { useTranslation } from "react-i18next";
import { MentionTextarea } from "../mentions/MentionTextarea";
import type { FieldProps } from "./fieldProps";

export function CommentFields({ value, onChange, errors }: FieldProps<"comment">) {
  const { t } = useTranslation();
  return (
    <MentionTextarea
      section="notes"
      audience={value.audience ?? []}
      label={t("types.comment")}
      minRows={3}
      maxLength={5000}
      data-autofocus
      value={value.text}
      onChange={(text) => onChange({ text })}
      error={errors.text}
    />
  );
}
