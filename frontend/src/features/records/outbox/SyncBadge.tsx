// Says of a record that the server does not have it as it is shown.
import { Badge } from "@mantine/core";
import { IconCloudUp, IconExclamationCircle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Waiting } from "@/shared/replica/model";

export function SyncBadge({ state }: { state: Waiting["state"] }) {
  const { t } = useTranslation();
  const waits = state === "waiting";
  const Icon = waits ? IconCloudUp : IconExclamationCircle;
  return (
    <Badge
      variant="light"
      color={waits ? "gray" : "red"}
      tt="none"
      leftSection={<Icon size={14} aria-hidden />}
    >
      {t(`sync.state.${state}`)}
    </Badge>
  );
}
