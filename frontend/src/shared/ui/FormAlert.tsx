// What went wrong with a form as a whole; the errors of single fields stand at the fields.
import { Alert, List } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { ApiError, formPath, isStatus } from "../api/problem";

interface FormAlertProps {
  error: unknown;
  /** The form's own fields: their errors are shown there and not repeated here. */
  fields?: readonly string[];
}

export function FormAlert({ error, fields = [] }: FormAlertProps) {
  const { t } = useTranslation();
  if (!error) return null;
  const all = error instanceof ApiError ? (error.problem.errors ?? []) : [];
  const others = all.filter(({ field }) => !fields.includes(formPath(field)));
  const message = isStatus(error, 0)
    ? t("errors.offlineSave")
    : isStatus(error, 429)
      ? t("errors.tooMany", { count: error.retryAfter ?? 60 })
      : all.length > 0 && others.length === 0
        ? t("errors.checkFields")
        : error instanceof Error
          ? error.message
          : t("errors.failedText");
  return (
    <Alert color="red" variant="light" role="alert" icon={<IconAlertTriangle aria-hidden />} title={message}>
      {others.length > 0 && (
        <List size="sm">
          {others.map(({ field, rule, message: text }) => (
            <List.Item key={`${field} ${rule}`}>{field ? `${field}: ${text}` : text}</List.Item>
          ))}
        </List>
      )}
    </Alert>
  );
}
