import { Anchor, Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { schemaResolver, useForm } from "@mantine/form";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link, Navigate, useSearchParams } from "react-router";
import { z } from "zod";
import { fieldErrors } from "@/shared/api/problem";
import { FormAlert } from "@/shared/ui/FormAlert";
import { AuthLayout } from "./AuthLayout";
import { useMe, useSignUp } from "./accounts.queries";
import { nextPath } from "./nextPath";

export function SignUpPage() {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const { data: me } = useMe();
  const signUp = useSignUp();
  const schema = useMemo(
    () =>
      z.object({
        name: z.string().trim().min(1, t("rules.required")),
        email: z
          .string()
          .trim()
          .min(1, t("rules.required"))
          .pipe(z.email(t("rules.email"))),
        password: z.string().min(8, t("rules.password")).max(256, t("rules.passwordLong")),
      }),
    [t],
  );
  const form = useForm({
    initialValues: { name: "", email: "", password: "" },
    validate: schemaResolver(schema, { sync: true }),
  });
  if (me) return <Navigate to={nextPath(params)} replace />;

  const submit = form.onSubmit(({ name, email, password }) =>
    signUp.mutate(
      { name: name.trim(), email: email.trim(), password },
      { onError: (error) => form.setErrors(fieldErrors(error)) },
    ),
  );
  return (
    <AuthLayout
      title={t("auth.signUpTitle")}
      subtitle={
        <>
          {t("auth.haveAccount")}{" "}
          <Anchor component={Link} to={`/sign-in?${params}`}>
            {t("auth.signIn")}
          </Anchor>
        </>
      }
    >
      <form onSubmit={submit} noValidate>
        <Stack>
          <FormAlert error={signUp.error} fields={["name", "email", "password"]} />
          <TextInput label={t("auth.name")} autoComplete="name" {...form.getInputProps("name")} />
          <TextInput
            label={t("auth.email")}
            type="email"
            autoComplete="username"
            inputMode="email"
            {...form.getInputProps("email")}
          />
          <PasswordInput
            label={t("auth.password")}
            description={t("auth.passwordHint")}
            autoComplete="new-password"
            visibilityToggleButtonProps={{ "aria-label": t("auth.showPassword") }}
            {...form.getInputProps("password")}
          />
          <Button type="submit" size="md" loading={signUp.isPending}>
            {t("auth.createAccount")}
          </Button>
        </Stack>
      </form>
    </AuthLayout>
  );
}
