import { Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { FieldProps } from "../forms/fieldProps";

/** What a person says of a photo or video; the rest the server has found out. */
export function AttachmentFields({ value, onChange, errors }: FieldProps<"attachment">) {
  const { t } = useTranslation();
  return (
    <Textarea
      label={t("media.caption")}
      description={t("media.captionHint")}
      autosize
      minRows={2}
      maxLength={500}
      data-autofocus
      value={value.caption ?? ""}
      onChange={(event) => onChange({ caption: event.currentTarget.value })}
      error={errors.caption}
    />
  );
}
