// In the frame of every page: whether the device is in step with the server. Nothing is said while it is.
import { Button } from "@mantine/core";
import { IconCloudOff, IconCloudUp, IconExclamationCircle, IconRefresh } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useSyncStatus, useWaiting } from "@/shared/replica/useReplica";

export function SyncStatusLink() {
  const { t } = useTranslation();
  const { phase, complete } = useSyncStatus();
  const waiting = useWaiting();
  const needsYou = waiting.filter(({ state }) => state !== "waiting").length;
  const offline = phase === "offline" || phase === "failed";
  const [Icon, text] =
    needsYou > 0
      ? [IconExclamationCircle, t("sync.needsYou", { count: needsYou })]
      : offline
        ? [IconCloudOff, t("sync.offline", { count: waiting.length })]
        : waiting.length > 0
          ? [IconCloudUp, t("sync.waiting", { count: waiting.length })]
          : complete
            ? [undefined, ""]
            : [IconRefresh, t("sync.first")];
  return (
    // On a narrow screen its words give way, not the page.
    <div role="status" aria-label={t("sync.label")} style={{ minWidth: 0 }}>
      {Icon && (
        <Button
          component={Link}
          to="/unsent"
          size="compact-sm"
          mih="2.75rem"
          maw="100%"
          px="xs"
          styles={{ label: { display: "block", textOverflow: "ellipsis" } }}
          variant="subtle"
          color={needsYou > 0 ? "red" : "gray"}
          leftSection={<Icon size={18} aria-hidden />}
        >
          {text}
        </Button>
      )}
    </div>
  );
}
