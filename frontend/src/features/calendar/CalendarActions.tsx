import { ActionIcon, Button } from "@mantine/core";
import { IconCalendarShare, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { FeedDialog } from "./FeedDialog";

/** `onNew` is absent for those who may plan nothing. */
export function CalendarActions({ onNew }: { onNew: (() => void) | undefined }) {
  const { t } = useTranslation();
  const [feed, setFeed] = useState(false);
  return (
    <>
      <ActionIcon onClick={() => setFeed(true)} aria-label={t("calendar.subscribe")}>
        <IconCalendarShare aria-hidden />
      </ActionIcon>
      {onNew && (
        <Button
          onClick={onNew}
          leftSection={<IconPlus size={18} aria-hidden />}
          aria-label={t("calendar.add")}
        >
          {t("calendar.addShort")}
        </Button>
      )}
      {feed && <FeedDialog onClose={() => setFeed(false)} />}
    </>
  );
}
