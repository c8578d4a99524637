import { Alert, Anchor, Button, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { schemaResolver, useForm } from "@mantine/form";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link, Navigate, useSearchParams } from "react-router";
import { z } from "zod";
import { fieldErrors, isStatus } from "@/shared/api/problem";
import { FormAlert } from "@/shared/ui/FormAlert";
import { AuthLayout } from "./AuthLayout";
import { useMe, useSignIn } from "./accounts.queries";
import { nextPath } from "./nextPath";
import { PasskeySignIn } from "./passkeys/PasskeySignIn";

export function SignInPage() {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const { data: me } = useMe();
  const signIn = useSignIn();
  const schema = useMemo(
    () =>
      z.object({
        email: z.string().trim().min(1, t("rules.required")),
        password: z.string().min(1, t("rules.required")),
        code: z.string(),
      }),
    [t],
  );
  const form = useForm({
    initialValues: { email: "", password: "", code: "" },
    validate: schemaResolver(schema, { sync: true }),
  });
  if (me) return <Navigate to={nextPath(params)} replace />;

  const submit = form.onSubmit(({ email, password, code }) =>
    signIn.mutate(
      { email: email.trim(), password, code: code.trim() || undefined },
      { onError: (error) => form.setErrors(fieldErrors(error)) },
    ),
  );
  // The server asks for it once the password is right; then it stays.
  const asksCode = form.values.code !== "" || fieldErrors(signIn.error).code !== undefined;
  return (
    <AuthLayout
      title={t("auth.signInTitle")}
      subtitle={
        <>
          {t("auth.noAccount")}{" "}
          <Anchor component={Link} to={`/sign-up?${params}`}>
            {t("auth.signUp")}
          </Anchor>
        </>
      }
    >
      <form onSubmit={submit} noValidate>
        <Stack>
          {params.has("expired") && !signIn.error && (
            <Alert color="marigold" variant="light" title={t("auth.expired")} />
          )}
          {isStatus(signIn.error, 401) && !asksCode ? (
            <Alert color="red" variant="light" role="alert" title={t("auth.wrong")} />
          ) : (
            <FormAlert error={signIn.error} fields={["email", "password", "code"]} />
          )}
          <TextInput
            label={t("auth.email")}
            type="email"
            autoComplete="username webauthn"
            inputMode="email"
            {...form.getInputProps("email")}
          />
          <PasswordInput
            label={t("auth.password")}
            autoComplete="current-password"
            visibilityToggleButtonProps={{ "aria-label": t("auth.showPassword") }}
            {...form.getInputProps("password")}
          />
          {asksCode && (
            <TextInput
              label={t("auth.code")}
              description={t("auth.codeHint")}
              autoComplete="one-time-code"
              data-autofocus
              {...form.getInputProps("code")}
            />
          )}
          <Button type="submit" size="md" loading={signIn.isPending}>
            {t("auth.signIn")}
          </Button>
          <PasskeySignIn />
          <Anchor component={Link} to="/forgot-password" size="sm">
            {t("auth.forgot")}
          </Anchor>
          <Text size="sm" c="dimmed">
            {t("auth.cookieNote")}
          </Text>
        </Stack>
      </form>
    </AuthLayout>
  );
}
