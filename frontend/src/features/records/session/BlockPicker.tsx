// Which target and which step the trials are for.
import { Group, NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { SessionBlock, Target } from "@/shared/api/types";
import { changeStep, openBlock } from "./blocks";
import { useStepText } from "./useStepText";

interface BlockPickerProps {
  targets: Target[];
  blocks: SessionBlock[];
  active: number;
  onChange: (change: { blocks: SessionBlock[]; index: number }) => void;
}

export function BlockPicker({ targets, blocks, active, onChange }: BlockPickerProps) {
  const { t } = useTranslation();
  const stepText = useStepText();
  const block = blocks[active];
  const target = targets.find(({ id }) => id === block?.targetId);

  const chooseTarget = (targetId: string) => {
    if (!targetId) return;
    const step = blocks.findLast((other) => other.targetId === targetId)?.step ?? 0;
    // A block that was opened and not used makes room.
    const used = blocks.filter(({ trials }, index) => index !== active || trials.length > 0);
    onChange(openBlock(used, targetId, step));
  };
  return (
    <Group gap="xs" grow preventGrowOverflow={false} wrap="nowrap" align="flex-end">
      <NativeSelect
        label={t("session.target")}
        value={block?.targetId ?? ""}
        onChange={(event) => chooseTarget(event.currentTarget.value)}
        data={[
          ...(block ? [] : [{ value: "", label: t("session.chooseTarget") }]),
          ...targets
            .filter(({ id, archived }) => !archived || id === block?.targetId)
            .map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      {target && block && (
        <NativeSelect
          label={t("session.step")}
          value={block.step}
          onChange={(event) => onChange(changeStep(blocks, active, Number(event.currentTarget.value)))}
          data={target.steps.map((step, index) => ({
            value: String(index),
            label: `${index + 1}. ${stepText(step)}`,
          }))}
        />
      )}
    </Group>
  );
}
