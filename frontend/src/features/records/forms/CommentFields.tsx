import { Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { FieldProps } from "./fieldProps";

export function CommentFields({ value, onChange, errors }: FieldProps<"comment">) {
  const { t } = useTranslation();
  return (
    <Textarea
      label={t("types.comment")}
      minRows={3}
      maxLength={5000}
      data-autofocus
      value={value.text}
      onChange={(event) => onChange({ text: event.currentTarget.value })}
      error={errors.text}
    />
  );
}
