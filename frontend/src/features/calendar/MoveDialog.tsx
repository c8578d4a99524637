import { Button, Group, Modal, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Which } from "./calendar.queries";

interface MoveDialogProps {
  title: string;
  /** Whether its rule can be moved as a whole. */
  mayAll: boolean;
  onChoose: (which: Which) => void;
  onClose: () => void;
}

export function MoveDialog({ title, mayAll, onChoose, onClose }: MoveDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("calendar.moveTitle")}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <Text mb="lg">{t("calendar.moveText", { title })}</Text>
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t("common.cancel")}
        </Button>
        {mayAll && (
          <Button variant="light" onClick={() => onChoose("all")}>
            {t("calendar.moveAll")}
          </Button>
        )}
        <Button onClick={() => onChoose("one")}>{t("calendar.moveOne")}</Button>
      </Group>
    </Modal>
  );
}
