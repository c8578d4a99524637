import { Badge, Button, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { WebhookDelivery } from "@/shared/api/types";
import { formatDayAndTime } from "@/shared/lib/time";
import { ErrorState, ListSkeleton } from "@/shared/ui/states";
import { toast, toastError } from "@/shared/ui/toasts";
import { useDeliveries, useRedeliver } from "./webhooks.queries";

const colors = { delivered: "green", failed: "red", withheld: "gray" } as const;

/** The last attempts to deliver a message, newest first. */
export function DeliveryList({ webhookId }: { webhookId: string }) {
  const { t } = useTranslation();
  const deliveries = useDeliveries(webhookId);
  const redeliver = useRedeliver(webhookId);
  const answer = ({ status, failure, outcome }: WebhookDelivery) =>
    status
      ? t("webhooks.answered", { status })
      : failure
        ? t(`webhooks.failure.${failure}`, failure)
        : t(`webhooks.outcome.${outcome}Text`);

  if (deliveries.isPending) return <ListSkeleton rows={2} height={44} />;
  if (deliveries.isError) {
    return <ErrorState error={deliveries.error} retry={() => deliveries.refetch()} />;
  }
  if (deliveries.data.length === 0) return <Text c="dimmed">{t("webhooks.noDeliveries")}</Text>;
  return (
    <Stack component="ul" gap="xs" m={0} p={0} style={{ listStyle: "none" }} aria-label={t("webhooks.log")}>
      {deliveries.data.map((delivery) => (
        <Group component="li" key={delivery.id} justify="space-between" wrap="nowrap">
          <div style={{ minWidth: 0 }}>
            <Group gap="xs">
              <Badge color={colors[delivery.outcome]} variant="light">
                {t(`webhooks.outcome.${delivery.outcome}`)}
              </Badge>
              <Text size="sm">
                {delivery.type === "test"
                  ? t("webhooks.testMessage")
                  : t(`notifications.kinds.${delivery.type}`, delivery.type)}
                {delivery.attempt > 1 && ` · ${t("webhooks.attempt", { number: delivery.attempt })}`}
              </Text>
            </Group>
            <Text size="sm" c="dimmed">
              {formatDayAndTime(new Date(delivery.at))} · {answer(delivery)} ·{" "}
              {t("webhooks.took", { ms: delivery.durationMs })}
            </Text>
          </div>
          {delivery.outcome !== "withheld" && (
            <Button
              size="xs"
              variant="subtle"
              loading={redeliver.isPending && redeliver.variables === delivery.id}
              onClick={() =>
                redeliver.mutate(delivery.id, {
                  onSuccess: () => toast(t("webhooks.sentAgain")),
                  onError: toastError,
                })
              }
            >
              {t("webhooks.sendAgain")}
            </Button>
          )}
        </Group>
      ))}
    </Stack>
  );
}
