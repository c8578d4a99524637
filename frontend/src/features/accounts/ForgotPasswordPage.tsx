import { Alert, Anchor, Button, Stack, TextInput } from "@mantine/core";
import { schemaResolver, useForm } from "@mantine/form";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { z } from "zod";
import { fieldErrors } from "@/shared/api/problem";
import { FormAlert } from "@/shared/ui/FormAlert";
import { AuthLayout } from "./AuthLayout";
import { useForgotPassword } from "./accounts.queries";

/** Asks for the link to a new password. */
export function ForgotPasswordPage() {
  const { t } = useTranslation();
  const forgot = useForgotPassword();
  const schema = useMemo(
    () =>
      z.object({
        email: z
          .string()
          .trim()
          .min(1, t("rules.required"))
          .pipe(z.email(t("rules.email"))),
      }),
    [t],
  );
  const form = useForm({ initialValues: { email: "" }, validate: schemaResolver(schema, { sync: true }) });
  const submit = form.onSubmit(({ email }) =>
    forgot.mutate(email.trim(), { onError: (error) => form.setErrors(fieldErrors(error)) }),
  );
  return (
    <AuthLayout title={t("auth.forgotTitle")} subtitle={t("auth.forgotText")}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <FormAlert error={forgot.error} fields={["email"]} />
          {forgot.isSuccess && (
            <Alert color="pine" variant="light" role="status" title={t("auth.forgotSent")} />
          )}
          <TextInput
            label={t("auth.email")}
            type="email"
            autoComplete="username"
            inputMode="email"
            {...form.getInputProps("email")}
          />
          <Button type="submit" size="md" loading={forgot.isPending}>
            {t("auth.forgotSend")}
          </Button>
          <Anchor component={Link} to="/sign-in" size="sm">
            {t("auth.backToSignIn")}
          </Anchor>
        </Stack>
      </form>
    </AuthLayout>
  );
}
