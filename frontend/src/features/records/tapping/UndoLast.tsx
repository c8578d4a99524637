import { UnstyledButton } from "@mantine/core";
import { IconArrowBackUp } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./tapping.module.css";

/** Takes the last tap back. */
export function UndoLast({ disabled, onUndo }: { disabled: boolean; onUndo: () => void }) {
  const { t } = useTranslation();
  return (
    <UnstyledButton className={classes.undo} disabled={disabled} onClick={onUndo}>
      <IconArrowBackUp size={22} aria-hidden />
      {t("session.undo")}
    </UnstyledButton>
  );
}
