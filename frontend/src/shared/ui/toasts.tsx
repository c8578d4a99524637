// Short messages that come and go; Mantine announces them in a live region.
import { Button, Group, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import i18next from "i18next";

const closable = () => ({ closeButtonProps: { "aria-label": i18next.t("common.dismiss") } });

export function toast(message: string): void {
  notifications.show({ ...closable(), message, color: "pine", autoClose: 4000 });
}

export function toastError(error: unknown): void {
  const message = error instanceof Error ? error.message : i18next.t("errors.failedText");
  notifications.show({ ...closable(), message, color: "red", autoClose: 8000, role: "alert" });
}

/** A message with a button that takes the action back. */
export function toastUndo(message: string, undo: () => void): void {
  const id = notifications.show({
    ...closable(),
    color: "pine",
    autoClose: 10_000,
    message: (
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm">{message}</Text>
        <Button
          variant="subtle"
          onClick={() => {
            notifications.hide(id);
            undo();
          }}
        >
          {i18next.t("common.undo")}
        </Button>
      </Group>
    ),
  });
}
