// The caller's webhooks.
import { Button, Stack } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus, IconWebhook } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Page } from "@/shared/ui/Page";
import { EmptyState, ErrorState, ListSkeleton } from "@/shared/ui/states";
import { AddWebhookDialog } from "./AddWebhookDialog";
import { SecretDialog } from "./SecretDialog";
import { WebhookCard } from "./WebhookCard";
import { useWebhooks } from "./webhooks.queries";

export function WebhooksPage() {
  const { t } = useTranslation();
  const webhooks = useWebhooks();
  const [adding, { open, close }] = useDisclosure(false);
  const [secret, setSecret] = useState<string>();
  const add = (
    <Button onClick={open} leftSection={<IconPlus size={18} aria-hidden />}>
      {t("webhooks.add")}
    </Button>
  );
  return (
    <Page
      title={t("webhooks.title")}
      subtitle={t("webhooks.subtitle")}
      back="/settings/notifications"
      actions={webhooks.data?.length ? add : undefined}
    >
      {webhooks.isPending ? (
        <ListSkeleton rows={2} />
      ) : webhooks.isError ? (
        <ErrorState error={webhooks.error} retry={() => webhooks.refetch()} />
      ) : webhooks.data.length === 0 ? (
        <EmptyState
          icon={<IconWebhook size={36} />}
          title={t("webhooks.emptyTitle")}
          text={t("webhooks.emptyText")}
          action={add}
        />
      ) : (
        <Stack component="ul" m={0} p={0} style={{ listStyle: "none" }} aria-label={t("webhooks.title")}>
          {webhooks.data.map((webhook) => (
            <li key={webhook.id}>
              <WebhookCard webhook={webhook} onSecret={setSecret} />
            </li>
          ))}
        </Stack>
      )}
      <AddWebhookDialog
        opened={adding}
        onClose={close}
        onMade={(made) => {
          close();
          setSecret(made);
        }}
      />
      <SecretDialog secret={secret} onClose={() => setSecret(undefined)} />
    </Page>
  );
}
