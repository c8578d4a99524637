// What concerns the person, newest first.
import { Button, Group, SegmentedControl, Select, Stack } from "@mantine/core";
import { IconBellOff, IconSettings } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { type AppNotification, notificationKinds } from "@/shared/api/types";
import { Page } from "@/shared/ui/Page";
import { EmptyState, ErrorState, ListSkeleton } from "@/shared/ui/states";
import { toastError, toastUndo } from "@/shared/ui/toasts";
import { NotificationItem } from "./NotificationItem";
import { type NotificationFilter, useMark, useNotifications, useUnread } from "./notifications.queries";

export function NotificationsPage() {
  const { t } = useTranslation();
  const [filter, setFilter] = useState<NotificationFilter>({ unread: false });
  const { data: unread = 0 } = useUnread();
  const mark = useMark();
  const markAll = () =>
    mark.mutate(
      { read: true },
      {
        onSuccess: ({ ids }) =>
          ids.length > 0 &&
          toastUndo(t("notifications.markedRead", { count: ids.length }), () =>
            mark.mutate({ ids, read: false }, { onError: toastError }),
          ),
        onError: toastError,
      },
    );
  return (
    <Page
      title={t("notifications.title")}
      back="/"
      actions={
        <Button
          component={Link}
          to="/settings/notifications"
          variant="default"
          leftSection={<IconSettings size={18} aria-hidden />}
        >
          {t("notifications.settings")}
        </Button>
      }
    >
      <Stack>
        <Group justify="space-between">
          <SegmentedControl
            value={filter.unread ? "unread" : "all"}
            onChange={(value) => setFilter({ ...filter, unread: value === "unread" })}
            aria-label={t("notifications.which")}
            data={[
              { value: "all", label: t("notifications.all") },
              { value: "unread", label: t("notifications.unread") },
            ]}
          />
          <Select
            aria-label={t("notifications.kind")}
            placeholder={t("notifications.everyKind")}
            clearable
            value={filter.kind ?? null}
            onChange={(kind) =>
              setFilter({ ...filter, kind: (kind as AppNotification["kind"]) ?? undefined })
            }
            data={notificationKinds.map((value) => ({ value, label: t(`notifications.kinds.${value}`) }))}
          />
          <Button variant="light" disabled={unread === 0} loading={mark.isPending} onClick={markAll}>
            {t("notifications.markAll")}
          </Button>
        </Group>
        <NotificationList filter={filter} />
      </Stack>
    </Page>
  );
}

function NotificationList({ filter }: { filter: NotificationFilter }) {
  const { t } = useTranslation();
  const query = useNotifications(filter);
  if (query.isPending) return <ListSkeleton rows={5} />;
  if (query.isError) return <ErrorState error={query.error} retry={() => query.refetch()} />;
  const items = query.data.pages.flatMap((page) => page.items);
  if (items.length === 0) {
    const filtered = filter.unread || filter.kind;
    return (
      <EmptyState
        icon={<IconBellOff size={36} />}
        title={t(filtered ? "notifications.noneFiltered" : "notifications.none")}
        text={t("notifications.noneText")}
      />
    );
  }
  return (
    <>
      <Stack
        gap="xs"
        component="ul"
        m={0}
        p={0}
        style={{ listStyle: "none" }}
        aria-label={t("notifications.title")}
      >
        {items.map((notification) => (
          <NotificationItem key={notification.id} notification={notification} />
        ))}
      </Stack>
      {query.hasNextPage && (
        <Button variant="default" loading={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
          {t("common.more")}
        </Button>
      )}
    </>
  );
}
