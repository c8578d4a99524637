// A session being corrected: its blocks one after the other, with the same pad that counted them.
import { Button, Group, Input, NativeSelect, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useDog } from "@/shared/lib/dogContext";
import { useTargets } from "../records.queries";
import { BlockPicker } from "../session/BlockPicker";
import { addTrial, undoTrial } from "../session/blocks";
import { SessionDetails } from "../session/SessionDetails";
import { TrialPad } from "../session/TrialPad";
import type { FieldProps } from "./fieldProps";

export function SessionFields({ value, onChange, errors }: FieldProps<"session">) {
  const { t } = useTranslation();
  const { data: targets = [] } = useTargets(useDog().id);
  const [chosen, setActive] = useState(0);
  const { blocks } = value;
  const active = Math.min(chosen, Math.max(0, blocks.length - 1));
  const name = (targetId: string) =>
    targets.find(({ id }) => id === targetId)?.name ?? t("session.unknownTarget");
  return (
    <>
      {blocks.length > 1 && (
        <NativeSelect
          label={t("session.block")}
          value={active}
          onChange={(event) => setActive(Number(event.currentTarget.value))}
          data={blocks.map((block, index) => ({
            value: String(index),
            label: `${name(block.targetId)} · ${t("session.stepShort", { number: block.step + 1 })}`,
          }))}
        />
      )}
      <BlockPicker
        targets={targets}
        blocks={blocks}
        active={active}
        onChange={(change) => {
          onChange({ blocks: change.blocks });
          setActive(change.index);
        }}
      />
      {errors.blocks && <Input.Error>{errors.blocks}</Input.Error>}
      {blocks[active] ? (
        <>
          <TrialPad
            trials={blocks[active].trials}
            onTrial={(trial) => onChange({ blocks: addTrial(blocks, active, trial) })}
            onUndo={() => onChange({ blocks: undoTrial(blocks, active) })}
          />
          <Group>
            <Button
              variant="subtle"
              color="red"
              onClick={() => onChange({ blocks: blocks.filter((_, index) => index !== active) })}
            >
              {t("session.removeBlock")}
            </Button>
          </Group>
        </>
      ) : (
        <Text c="dimmed">{t("session.noBlocks")}</Text>
      )}
      <SessionDetails value={value} onChange={onChange} errors={errors} />
    </>
  );
}
