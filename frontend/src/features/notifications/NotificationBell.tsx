// The bell, with how many notifications are unread.
import { ActionIcon, Indicator } from "@mantine/core";
import { IconBell } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useUnread } from "./notifications.queries";

const mostShown = 99;

export function NotificationBell() {
  const { t } = useTranslation();
  const { data: unread = 0 } = useUnread();
  return (
    <Indicator
      disabled={unread === 0}
      label={unread > mostShown ? `${mostShown}+` : unread}
      size={18}
      offset={7}
      color="red.8"
      aria-live="polite"
    >
      <ActionIcon
        component={Link}
        to="/notifications"
        size={44}
        variant="subtle"
        color="gray"
        aria-label={unread > 0 ? t("notifications.bell", { count: unread }) : t("notifications.bellNone")}
      >
        <IconBell size={24} aria-hidden />
      </ActionIcon>
    </Indicator>
  );
}
