// The blocks of a session in words: per target and step, how many of how many.
import { Group, RingProgress, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { SessionBlock, Target } from "@/shared/api/types";
import { TrialStrip } from "./TrialStrip";
import { trialStats } from "./trialStats";
import { useStepText } from "./useStepText";

interface BlockSummaryProps {
  blocks: readonly SessionBlock[];
  targets: readonly Target[];
  /** With every single trial. */
  detailed?: boolean;
}

export function BlockSummary({ blocks, targets, detailed }: BlockSummaryProps) {
  const { t } = useTranslation();
  const stepText = useStepText();
  if (blocks.length === 0) return <Text c="dimmed">{t("session.noBlocks")}</Text>;
  return (
    <Stack gap="xs">
      {blocks.map((block, index) => {
        const target = targets.find(({ id }) => id === block.targetId);
        const stats = trialStats(block.trials);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a block is its place in the session
          <div key={index}>
            <Group gap="sm" wrap="nowrap">
              <RingProgress
                size={46}
                thickness={5}
                roundCaps
                aria-hidden="true"
                rootColor="var(--doggy-border)"
                sections={[{ value: stats.percent ?? 0, color: "pine.5" }]}
                label={
                  <Text ta="center" fz={11} fw={700}>
                    {stats.percent ?? "–"}
                  </Text>
                }
              />
              <div>
                <Text fw={600}>{target?.name ?? t("session.unknownTarget")}</Text>
                <Text size="sm" c="dimmed">
                  {[
                    t("session.stepShort", { number: block.step + 1 }),
                    detailed && stepText(target?.steps[block.step]),
                    t("session.count", { correct: stats.correct, count: stats.trials }),
                    stats.percent === null ? t("session.noPercent") : `${stats.percent} %`,
                  ]
                    .filter(Boolean)
                    .join(" · ")}
                </Text>
              </div>
            </Group>
            {detailed && <TrialStrip trials={block.trials} last={500} />}
          </div>
        );
      })}
    </Stack>
  );
}
