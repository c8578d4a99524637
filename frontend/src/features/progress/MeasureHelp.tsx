import { ActionIcon, Popover, Text } from "@mantine/core";
import { IconHelpCircle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

/** What a figure means, in the words of docs/measures.md. */
export function MeasureHelp({ title, text }: { title: string; text: string }) {
  const { t } = useTranslation();
  return (
    <Popover width={300} position="bottom-end" withArrow shadow="md" withinPortal trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t("progress.help", { title })}>
          <IconHelpCircle aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={title}>
        <Text size="sm" tabIndex={0}>
          {text}
        </Text>
      </Popover.Dropdown>
    </Popover>
  );
}
