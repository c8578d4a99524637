// One notification: what happened, when, where it leads, and what to do about it from here.
import { ActionIcon, Anchor, Button, Card, Group, Text, VisuallyHidden } from "@mantine/core";
import { IconMail, IconMailOpened, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { AppNotification } from "@/shared/api/types";
import { formatDay, formatDayAndTime, startOfDay } from "@/shared/lib/time";
import { useLabels } from "@/shared/lib/useLabels";
import { toast, toastError, toastUndo } from "@/shared/ui/toasts";
import { useAcknowledge, useDeleteNotification, useMark } from "./notifications.queries";

/** Where it leads, if anywhere. */
function pathOf(notification: AppNotification): string | undefined {
  if (notification.invitation) return `/invitations/${notification.invitation}`;
  if (!notification.dogId) return undefined;
  const dog = `/dogs/${notification.dogId}`;
  return notification.recordId ? `${dog}/records/${notification.recordId}` : dog;
}

export function NotificationItem({ notification }: { notification: AppNotification }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const mark = useMark();
  const remove = useDeleteNotification();
  const acknowledge = useAcknowledge();
  const { id, dogId, recordId, recordType, kind, readAt } = notification;
  const unread = !readAt;
  const path = pathOf(notification);
  const accepted = kind === "handover" && !notification.invitation;
  const text = t(accepted ? "notifications.handedOver" : `notifications.text.${kind}`, {
    who: notification.by?.name ?? t("notifications.somebody"),
    dog: notification.dogName,
    what: recordType ? labels.type(recordType) : "",
    day: notification.dueOn ? formatDay(startOfDay(notification.dueOn)) : "",
  });
  const markAs = (read: boolean) => mark.mutate({ ids: [id], read }, { onError: toastError });

  return (
    <Card component="li" py="sm" data-unread={unread || undefined}>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <div>
          <Text fw={unread ? 700 : 400}>
            {path ? (
              <Anchor
                component={Link}
                to={path}
                display="block"
                c="inherit"
                fw="inherit"
                onClick={() => unread && markAs(true)}
              >
                {unread && <VisuallyHidden>{t("notifications.unreadMark")}</VisuallyHidden>}
                {text}
              </Anchor>
            ) : (
              text
            )}
          </Text>
          <Text size="sm" c="dimmed">
            {formatDayAndTime(new Date(notification.at))}
          </Text>
        </div>
        <Group gap={0} wrap="nowrap">
          <ActionIcon
            variant="subtle"
            size={44}
            aria-label={t(unread ? "notifications.markRead" : "notifications.markUnread")}
            onClick={() => {
              markAs(unread);
              if (unread) toastUndo(t("notifications.markedRead", { count: 1 }), () => markAs(false));
            }}
          >
            {unread ? <IconMailOpened size={20} aria-hidden /> : <IconMail size={20} aria-hidden />}
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={44}
            aria-label={t("notifications.delete")}
            onClick={() => remove.mutate(id, { onError: toastError })}
          >
            <IconTrash size={20} aria-hidden />
          </ActionIcon>
        </Group>
      </Group>
      {kind === "alert" && unread && dogId && recordId && (
        <Group mt="xs">
          <Button
            loading={acknowledge.isPending}
            onClick={() =>
              acknowledge.mutate(
                { id, dogId, recordId },
                { onSuccess: () => toast(t("notifications.acknowledged")), onError: toastError },
              )
            }
          >
            {t("notifications.acknowledge")}
          </Button>
        </Group>
      )}
    </Card>
  );
}
