// Who one is to others, and where one is reached.
import { Button, Card, Group, PasswordInput, Stack, Text, TextInput, Title } from "@mantine/core";
import { schemaResolver, useForm } from "@mantine/form";
import { IconMailCheck, IconMailExclamation } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { fieldErrors } from "@/shared/api/problem";
import type { Account } from "@/shared/api/types";
import { FormAlert } from "@/shared/ui/FormAlert";
import { toast, toastError } from "@/shared/ui/toasts";
import { useMe } from "./accounts.queries";
import { useChangeMe, useSendVerification } from "./security.queries";

export function IdentityCard() {
  const { t } = useTranslation();
  const { data: me } = useMe();
  return (
    <Card component="section" aria-labelledby="identity">
      <Title order={2} fz="lg" mb="sm" id="identity">
        {t("security.identity")}
      </Title>
      {me && <IdentityForm key={me.id} me={me} />}
    </Card>
  );
}

function IdentityForm({ me }: { me: Account }) {
  const { t } = useTranslation();
  const change = useChangeMe();
  const schema = useMemo(
    () =>
      z
        .object({
          name: z
            .string()
            .trim()
            .min(1, t("rules.required"))
            .max(100, t("rules.tooLong", { count: 100 })),
          email: z.email(t("rules.email")),
          password: z.string(),
        })
        .refine(({ email, password }) => email === me.email || password !== "", {
          path: ["password"],
          error: t("rules.required"),
        }),
    [t, me.email],
  );
  const form = useForm({
    initialValues: { name: me.name, email: me.email, password: "" },
    validate: schemaResolver(schema, { sync: true }),
  });
  const moving = form.values.email !== me.email;
  const submit = form.onSubmit(({ name, email, password }) =>
    change.mutate(moving ? { name: name.trim(), email, password } : { name: name.trim() }, {
      onSuccess: (account) => {
        form.setValues({ name: account.name, email: account.email, password: "" });
        form.resetDirty();
        toast(t(moving ? "security.emailChanged" : "common.saved"));
      },
      onError: (error) => form.setErrors(fieldErrors(error)),
    }),
  );
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <FormAlert error={change.error} fields={["name", "email", "password"]} />
        <TextInput
          label={t("auth.name")}
          description={t("security.nameHint")}
          autoComplete="name"
          {...form.getInputProps("name")}
        />
        <TextInput
          type="email"
          label={t("auth.email")}
          autoComplete="email"
          {...form.getInputProps("email")}
        />
        {!moving && <Verification verified={me.emailVerified} />}
        {moving && (
          <PasswordInput
            label={t("security.currentPassword")}
            description={t("security.passwordForEmail")}
            autoComplete="current-password"
            visibilityToggleButtonProps={{ "aria-label": t("auth.showPassword") }}
            {...form.getInputProps("password")}
          />
        )}
        <Button type="submit" loading={change.isPending} disabled={!form.isDirty()}>
          {t("common.save")}
        </Button>
      </Stack>
    </form>
  );
}

function Verification({ verified }: { verified: boolean }) {
  const { t } = useTranslation();
  const send = useSendVerification();
  if (verified) {
    return (
      <Group gap="xs">
        <IconMailCheck size={20} aria-hidden />
        <Text size="sm">{t("security.verified")}</Text>
      </Group>
    );
  }
  const ask = () =>
    send.mutate(undefined, { onSuccess: () => toast(t("security.verificationSent")), onError: toastError });
  return (
    <Group gap="xs" justify="space-between">
      <Group gap="xs" wrap="nowrap">
        <IconMailExclamation size={20} aria-hidden />
        <Text size="sm">{t("security.notVerified")}</Text>
      </Group>
      <Button variant="light" loading={send.isPending} onClick={ask}>
        {t("security.sendVerification")}
      </Button>
    </Group>
  );
}
