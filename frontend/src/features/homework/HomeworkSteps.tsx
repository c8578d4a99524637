// How homework is done: the instructions and the steps in order.
import { List, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Homework } from "@/shared/api/types";
import { MarkdownText } from "@/shared/markdown/MarkdownText";

export function HomeworkSteps({ homework: { instructions, steps } }: { homework: Homework }) {
  const { t } = useTranslation();
  return (
    <Stack gap="sm" mt="xs">
      {instructions && <MarkdownText text={instructions} />}
      <List type="ordered" spacing="xs">
        {steps.map(({ description, repetitions }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step is known by its place
          <List.Item key={index}>
            {description}
            {repetitions !== undefined && (
              <Text span c="dimmed">
                {` · ${t("homework.repetitions", { count: repetitions })}`}
              </Text>
            )}
          </List.Item>
        ))}
      </List>
    </Stack>
  );
}
