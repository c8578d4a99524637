// Secrets for programs that act for their maker: made, shown once, and revoked.
import { Button, Card, Group, NativeSelect, Stack, Text, TextInput, Title } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { fieldErrors } from "@/shared/api/problem";
import type { ApiToken, NewApiToken } from "@/shared/api/types";
import { formatDay } from "@/shared/lib/time";
import { FormAlert } from "@/shared/ui/FormAlert";
import { ErrorState, ListSkeleton } from "@/shared/ui/states";
import { toast, toastError } from "@/shared/ui/toasts";
import { useMakeToken, useRevokeToken, useTokens } from "./security.queries";

const scopes = ["read", "write"] as const;

export function TokensCard() {
  const { t } = useTranslation();
  const tokens = useTokens();
  return (
    <Card component="section" aria-labelledby="tokens">
      <Title order={2} fz="lg" mb="xs" id="tokens">
        {t("tokens.title")}
      </Title>
      <Stack>
        <Text size="sm" c="dimmed">
          {t("tokens.text")}
        </Text>
        {tokens.isPending ? (
          <ListSkeleton rows={1} />
        ) : tokens.isError ? (
          <ErrorState error={tokens.error} retry={() => tokens.refetch()} />
        ) : tokens.data.length === 0 ? (
          <Text>{t("tokens.none")}</Text>
        ) : (
          tokens.data.map((token) => <TokenRow key={token.id} token={token} />)
        )}
        <NewToken />
      </Stack>
    </Card>
  );
}

function TokenRow({ token: { id, name, scope, expiresAt } }: { token: ApiToken }) {
  const { t } = useTranslation();
  const revoke = useRevokeToken();
  const facts = [
    t(`tokens.${scope}`),
    expiresAt && t("tokens.until", { day: formatDay(new Date(expiresAt)) }),
  ];
  return (
    <Group justify="space-between" wrap="nowrap">
      <div>
        <Text fw={600} style={{ overflowWrap: "anywhere" }}>
          {name}
        </Text>
        <Text size="sm" c="dimmed">
          {facts.filter(Boolean).join(" · ")}
        </Text>
      </div>
      <Button
        variant="default"
        loading={revoke.isPending}
        aria-label={t("tokens.revokeOf", { name })}
        onClick={() =>
          revoke.mutate(id, { onSuccess: () => toast(t("tokens.revoked")), onError: toastError })
        }
      >
        {t("tokens.revoke")}
      </Button>
    </Group>
  );
}

function NewToken() {
  const { t } = useTranslation();
  const make = useMakeToken();
  const [name, setName] = useState("");
  const [scope, setScope] = useState<NewApiToken["scope"]>("read");
  const [missing, setMissing] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setMissing(name.trim() === "");
    if (name.trim()) make.mutate({ name: name.trim(), scope }, { onSuccess: () => setName("") });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormAlert error={make.error} fields={["name"]} />
        <Group align="flex-start" grow preventGrowOverflow={false}>
          <TextInput
            label={t("tokens.name")}
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={missing ? t("rules.required") : fieldErrors(make.error).name}
          />
          <NativeSelect
            label={t("tokens.scope")}
            value={scope}
            onChange={(event) => setScope(event.currentTarget.value as NewApiToken["scope"])}
            data={scopes.map((value) => ({ value, label: t(`tokens.${value}`) }))}
          />
        </Group>
        <Button type="submit" variant="light" loading={make.isPending} style={{ alignSelf: "flex-start" }}>
          {t("tokens.add")}
        </Button>
        {make.data?.token && (
          <TextInput
            label={t("tokens.token")}
            description={t("tokens.made")}
            readOnly
            value={make.data.token}
            onFocus={(event) => event.currentTarget.select()}
          />
        )}
      </Stack>
    </form>
  );
}
