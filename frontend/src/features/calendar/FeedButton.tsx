import { ActionIcon } from "@mantine/core";
import { IconCalendarShare } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { FeedDialog } from "./FeedDialog";

export function FeedButton() {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  return (
    <>
      <ActionIcon onClick={() => setOpened(true)} aria-label={t("calendar.subscribe")}>
        <IconCalendarShare aria-hidden />
      </ActionIcon>
      {opened && <FeedDialog onClose={() => setOpened(false)} />}
    </>
  );
}
