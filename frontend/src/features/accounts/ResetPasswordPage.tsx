import { Alert, Anchor, Button, PasswordInput, Stack } from "@mantine/core";
import { schemaResolver, useForm } from "@mantine/form";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { z } from "zod";
import { fieldErrors, isStatus } from "@/shared/api/problem";
import { useLinkToken } from "@/shared/lib/useLinkToken";
import { FormAlert } from "@/shared/ui/FormAlert";
import { AuthLayout } from "./AuthLayout";
import { useResetPassword } from "./accounts.queries";

/** Where the mailed link to a new password leads. */
export function ResetPasswordPage() {
  const { t } = useTranslation();
  const token = useLinkToken();
  const reset = useResetPassword();
  const schema = useMemo(
    () => z.object({ password: z.string().min(8, t("rules.password")).max(256, t("rules.passwordLong")) }),
    [t],
  );
  const form = useForm({ initialValues: { password: "" }, validate: schemaResolver(schema, { sync: true }) });
  const submit = form.onSubmit(({ password }) =>
    reset.mutate({ token, password }, { onError: (error) => form.setErrors(fieldErrors(error)) }),
  );
  const gone = token === "" || isStatus(reset.error, 410);

  if (reset.isSuccess) {
    return (
      <AuthLayout title={t("auth.resetTitle")} subtitle={t("auth.resetDone")}>
        <Button component={Link} to="/sign-in" size="md">
          {t("auth.signIn")}
        </Button>
      </AuthLayout>
    );
  }
  return (
    <AuthLayout title={t("auth.resetTitle")} subtitle={t("auth.resetText")}>
      <form onSubmit={submit} noValidate>
        <Stack>
          {gone ? (
            <Alert color="red" variant="light" role="alert" title={t("auth.linkGone")}>
              <Anchor component={Link} to="/forgot-password">
                {t("auth.linkAgain")}
              </Anchor>
            </Alert>
          ) : (
            <FormAlert error={reset.error} fields={["password"]} />
          )}
          <PasswordInput
            label={t("auth.newPassword")}
            description={t("auth.passwordHint")}
            autoComplete="new-password"
            visibilityToggleButtonProps={{ "aria-label": t("auth.showPassword") }}
            {...form.getInputProps("password")}
          />
          <Button type="submit" size="md" loading={reset.isPending} disabled={gone}>
            {t("auth.resetSave")}
          </Button>
        </Stack>
      </form>
    </AuthLayout>
  );
}
