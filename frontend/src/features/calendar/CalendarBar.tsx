// Where in time the calendar is, and how it is laid out.
import { ActionIcon, Button, Group, SegmentedControl, Text } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { View } from "./Board";
import { FeedButton } from "./FeedButton";

interface CalendarBarProps {
  title: string;
  view: View;
  onView: (view: View) => void;
  onGo: (where: "prev" | "today" | "next") => void;
}

export function CalendarBar({ title, view, onView, onGo }: CalendarBarProps) {
  const { t } = useTranslation();
  return (
    <Group justify="space-between" gap="xs">
      <Group gap={4} wrap="nowrap">
        <ActionIcon onClick={() => onGo("prev")} aria-label={t("calendar.previous")}>
          <IconChevronLeft aria-hidden />
        </ActionIcon>
        <Button variant="default" px="sm" onClick={() => onGo("today")}>
          {t("calendar.today")}
        </Button>
        <ActionIcon onClick={() => onGo("next")} aria-label={t("calendar.next")}>
          <IconChevronRight aria-hidden />
        </ActionIcon>
        <Text fw={700} aria-live="polite" ml={4}>
          {title}
        </Text>
      </Group>
      <Group gap={4} wrap="nowrap">
        <SegmentedControl
          aria-label={t("calendar.view")}
          value={view}
          onChange={onView}
          data={(["month", "week", "agenda"] as const).map((value) => ({
            value,
            label: t(`calendar.${value}`),
          }))}
        />
        <FeedButton />
      </Group>
    </Group>
  );
}
