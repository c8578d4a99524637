// Before signing out: what is only on this device would be lost.
import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Waiting } from "@/shared/replica/model";
import { saveUnsent } from "@/shared/replica/saveUnsent";

interface UnsentDialogProps {
  unsent: Waiting[];
  busy: boolean;
  onConfirm: () => void;
  onClose: () => void;
}

export function UnsentDialog({ unsent, busy, onConfirm, onClose }: UnsentDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("sync.signOutTitle")}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <Stack>
        <Text>{t("sync.signOutText", { count: unsent.length })}</Text>
        <Button
          variant="default"
          leftSection={<IconDownload size={18} aria-hidden />}
          onClick={() => saveUnsent(unsent)}
        >
          {t("sync.saveFile")}
        </Button>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t("guard.stay")}
          </Button>
          <Button color="red" loading={busy} onClick={onConfirm}>
            {t("sync.signOutAnyway")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
