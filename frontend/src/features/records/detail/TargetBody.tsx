import { List, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Target } from "@/shared/api/types";
import { useStepText } from "../session/useStepText";
import { Facts } from "./Facts";

export function TargetBody({ target }: { target: Target }) {
  const { t } = useTranslation();
  const stepText = useStepText();
  return (
    <Stack>
      <Facts
        facts={[
          [t("fields.cue"), target.cue],
          [t("fields.goal"), target.goal],
          [t("fields.measure"), t(`measures.${target.measure ?? "percent-correct"}`)],
          [t("fields.archived"), target.archived && t("common.yes")],
        ]}
      />
      <div>
        <Text size="sm" c="dimmed">
          {t("fields.steps")}
        </Text>
        <List type="ordered" spacing={4}>
          {target.steps.map((step, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place in the list
            <List.Item key={index}>{stepText(step) || t("common.notStated")}</List.Item>
          ))}
        </List>
      </div>
    </Stack>
  );
}
