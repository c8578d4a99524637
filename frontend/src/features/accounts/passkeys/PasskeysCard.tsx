import { Alert, Button, Card, Stack, Text, Title } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Passkey } from "@/shared/api/types";
import { ErrorState, ListSkeleton } from "@/shared/ui/states";
import { AddPasskeyDialog, RemovePasskeyDialog } from "./PasskeyDialog";
import { PasskeyRow } from "./PasskeyRow";
import { whyNoPasskeys } from "./passkeyBrowser";
import { usePasskeys } from "./passkeys.queries";

/** Signing in by finger, face or PIN of a device. */
export function PasskeysCard() {
  const { t } = useTranslation();
  const passkeys = usePasskeys();
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<Passkey>();
  const missing = whyNoPasskeys();
  return (
    <Card component="section" aria-labelledby="passkeys">
      <Title order={2} fz="lg" mb="sm" id="passkeys">
        {t("passkeys.title")}
      </Title>
      <Stack>
        <Text>{t("passkeys.text")}</Text>
        {passkeys.isPending ? (
          <ListSkeleton rows={1} height={48} />
        ) : passkeys.isError ? (
          <ErrorState error={passkeys.error} retry={() => passkeys.refetch()} />
        ) : passkeys.data.length === 0 ? (
          <Text c="dimmed">{t("passkeys.none")}</Text>
        ) : (
          <Stack component="ul" m={0} p={0} gap="sm" style={{ listStyle: "none" }}>
            {passkeys.data.map((passkey) => (
              <li key={passkey.id}>
                <PasskeyRow passkey={passkey} onRemove={() => setRemoving(passkey)} />
              </li>
            ))}
          </Stack>
        )}
        {missing ? (
          <Alert variant="light" color="marigold" title={t(`passkeys.unsupported.${missing}`)} />
        ) : (
          <Button onClick={() => setAdding(true)}>{t("passkeys.add")}</Button>
        )}
      </Stack>
      {adding && <AddPasskeyDialog onClose={() => setAdding(false)} />}
      {removing && <RemovePasskeyDialog passkey={removing} onClose={() => setRemoving(undefined)} />}
    </Card>
  );
}
