import { Button, Card, Checkbox, PasswordInput, Stack, Title } from "@mantine/core";
import { schemaResolver, useForm } from "@mantine/form";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { fieldErrors } from "@/shared/api/problem";
import { FormAlert } from "@/shared/ui/FormAlert";
import { toast } from "@/shared/ui/toasts";
import { useChangePassword } from "./security.queries";

/** Another password in place of the current one. */
export function PasswordCard() {
  const { t } = useTranslation();
  const change = useChangePassword();
  const schema = useMemo(
    () =>
      z.object({
        current: z.string().min(1, t("rules.required")),
        password: z.string().min(8, t("rules.password")).max(256, t("rules.passwordLong")),
        endFeeds: z.boolean(),
      }),
    [t],
  );
  const form = useForm({
    initialValues: { current: "", password: "", endFeeds: false },
    validate: schemaResolver(schema, { sync: true }),
  });
  const submit = form.onSubmit((values) =>
    change.mutate(values, {
      onSuccess: () => {
        form.reset();
        toast(t("security.passwordChanged"));
      },
      onError: (error) => form.setErrors(fieldErrors(error)),
    }),
  );
  const visibility = { "aria-label": t("auth.showPassword") };
  return (
    <Card component="section" aria-labelledby="change-password">
      <Title order={2} fz="lg" mb="sm" id="change-password">
        {t("security.password")}
      </Title>
      <form onSubmit={submit} noValidate>
        <Stack>
          <FormAlert error={change.error} fields={["current", "password"]} />
          <PasswordInput
            label={t("security.currentPassword")}
            autoComplete="current-password"
            visibilityToggleButtonProps={visibility}
            {...form.getInputProps("current")}
          />
          <PasswordInput
            label={t("auth.newPassword")}
            description={t("security.passwordHint")}
            autoComplete="new-password"
            visibilityToggleButtonProps={visibility}
            {...form.getInputProps("password")}
          />
          <Checkbox
            label={t("security.endFeeds")}
            description={t("security.endFeedsHint")}
            {...form.getInputProps("endFeeds", { type: "checkbox" })}
          />
          <Button type="submit" loading={change.isPending}>
            {t("security.changePassword")}
          </Button>
        </Stack>
      </form>
    </Card>
  );
}
