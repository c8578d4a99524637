import { Alert, Button, Card, Group, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { Webhook } from "@/shared/api/types";
import { formatDayAndTime } from "@/shared/lib/time";
import { ConfirmDialog } from "@/shared/ui/ConfirmDialog";
import { toast, toastError } from "@/shared/ui/toasts";
import { DeliveryList } from "./DeliveryList";
import { useEnableWebhook, useRemoveWebhook, useRotateSecret, useTestWebhook } from "./webhooks.queries";

interface WebhookCardProps {
  webhook: Webhook;
  onSecret: (secret: string) => void;
}

export function WebhookCard({ webhook, onSecret }: WebhookCardProps) {
  const { t } = useTranslation();
  const [log, { toggle, open: showLog }] = useDisclosure(false);
  const [removing, remove] = useDisclosure(false);
  const [rotating, rotate] = useDisclosure(false);
  const enable = useEnableWebhook();
  const test = useTestWebhook();
  const newSecret = useRotateSecret();
  const removal = useRemoveWebhook();
  const logId = useId();
  const { id, enabled } = webhook;
  return (
    <Card component="article" aria-label={webhook.description || webhook.url}>
      <Stack gap="sm">
        <div>
          {webhook.description && <Text fw={600}>{webhook.description}</Text>}
          <Text style={{ overflowWrap: "anywhere" }}>{webhook.url}</Text>
          <Text size="sm" c="dimmed">
            {webhook.kinds.map((kind) => t(`notifications.kinds.${kind}`)).join(", ")}
          </Text>
        </div>
        {!enabled && (
          <Alert
            color={webhook.disabledBecause === "by-its-owner" ? "gray" : "orange"}
            variant="light"
            icon={<IconAlertTriangle aria-hidden />}
          >
            {t(`webhooks.disabled.${webhook.disabledBecause ?? "by-its-owner"}`)}
          </Alert>
        )}
        {webhook.oldSecretUntil && new Date(webhook.oldSecretUntil) > new Date() && (
          <Text size="sm" c="dimmed">
            {t("webhooks.oldSecret", { when: formatDayAndTime(new Date(webhook.oldSecretUntil)) })}
          </Text>
        )}
        <Group gap="xs">
          <Button
            size="xs"
            variant="light"
            loading={test.isPending}
            onClick={() =>
              test.mutate(id, {
                onSuccess: () => {
                  toast(t("webhooks.testSent"));
                  showLog();
                },
                onError: toastError,
              })
            }
          >
            {t("webhooks.test")}
          </Button>
          <Button size="xs" variant="light" aria-expanded={log} aria-controls={logId} onClick={toggle}>
            {t("webhooks.log")}
          </Button>
          <Button size="xs" variant="light" onClick={rotate.open}>
            {t("webhooks.rotate")}
          </Button>
          <Button
            size="xs"
            variant="light"
            loading={enable.isPending}
            onClick={() => enable.mutate({ ...webhook, enabled: !enabled }, { onError: toastError })}
          >
            {enabled ? t("webhooks.disable") : t("webhooks.enable")}
          </Button>
          <Button size="xs" variant="light" color="red" onClick={remove.open}>
            {t("webhooks.remove")}
          </Button>
        </Group>
        <div id={logId}>{log && <DeliveryList webhookId={id} />}</div>
      </Stack>
      <ConfirmDialog
        opened={rotating}
        onClose={rotate.close}
        title={t("webhooks.rotate")}
        text={t("webhooks.rotateText")}
        action={t("webhooks.rotate")}
        busy={newSecret.isPending}
        onConfirm={() =>
          newSecret.mutate(id, {
            onSuccess: (secret) => {
              rotate.close();
              onSecret(secret);
            },
            onError: toastError,
          })
        }
      />
      <ConfirmDialog
        opened={removing}
        onClose={remove.close}
        title={t("webhooks.remove")}
        text={t("webhooks.removeText")}
        action={t("webhooks.remove")}
        busy={removal.isPending}
        onConfirm={() =>
          removal.mutate(id, { onSuccess: () => toast(t("webhooks.removed")), onError: toastError })
        }
      />
    </Card>
  );
}
