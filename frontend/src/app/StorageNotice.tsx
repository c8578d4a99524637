import { Alert } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useStorageTrouble } from "@/shared/replica/storageHealth";
import { useReplica } from "@/shared/replica/useReplica";

/** Says plainly when the device cannot be relied on to keep what is written. */
export function StorageNotice() {
  const { t } = useTranslation();
  const trouble = useStorageTrouble(useReplica().durable);
  if (!trouble) return null;
  return (
    <Alert color="marigold" mb="md" p="sm" role="status">
      {t(`sync.${trouble}`)}
    </Alert>
  );
}
