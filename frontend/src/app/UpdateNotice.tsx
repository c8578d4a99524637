// A new version of the app is offered and never forced: the person reloads when it suits them.
import { Alert, Button, Group, Text } from "@mantine/core";
import { useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { onUpdate, takeUpdate, updateState } from "./appUpdate";

export function UpdateNotice() {
  const { t } = useTranslation();
  const state = useSyncExternalStore(onUpdate, updateState);
  if (state === "none") return null;
  return (
    <Alert color="pine" mb="md" p="xs" role="status">
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm">{t("sync.newVersion")}</Text>
        <Button size="compact-md" mih="2.75rem" onClick={takeUpdate}>
          {t("sync.reload")}
        </Button>
      </Group>
    </Alert>
  );
}
