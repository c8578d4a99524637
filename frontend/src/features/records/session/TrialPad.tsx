// Counting trials with the thumb: four big buttons, the prompt level that the next tap gets, undo, and the count.
import { Group, Text, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { IconCheck, IconCircleOff, IconMinus, IconX } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Outcome, type Prompt, prompts, type Trial } from "@/shared/api/types";
import { feelTap } from "../tapping/feelTap";
import tapping from "../tapping/tapping.module.css";
import { UndoLast } from "../tapping/UndoLast";
import classes from "./TrialPad.module.css";
import { TrialStrip } from "./TrialStrip";
import { trialStats } from "./trialStats";

const pads = [
  { outcome: "correct", Icon: IconCheck },
  { outcome: "incorrect", Icon: IconX },
  { outcome: "no-response", Icon: IconMinus },
  { outcome: "void", Icon: IconCircleOff },
] as const satisfies readonly { outcome: Outcome; Icon: typeof IconCheck }[];

interface TrialPadProps {
  trials: readonly Trial[];
  onTrial: (trial: Trial) => void;
  onUndo: () => void;
  /** What the trials say, shown above the buttons. */
  advice?: ReactNode;
}

export function TrialPad({ trials, onTrial, onUndo, advice }: TrialPadProps) {
  const { t } = useTranslation();
  const [prompt, setPrompt] = useState<Prompt>("none");
  const stats = trialStats(trials);
  const count = t("session.count", { correct: stats.correct, count: stats.trials });
  const percent = stats.percent === null ? t("session.noPercent") : `${stats.percent} %`;

  const tap = (outcome: Outcome) => {
    feelTap();
    onTrial({ outcome, prompt });
  };
  return (
    <div className={classes.root}>
      <div>
        <Group justify="space-between" align="flex-end" wrap="nowrap">
          <div>
            <Text className={tapping.figure}>{percent}</Text>
            <Text c="dimmed">{count}</Text>
          </div>
          <UndoLast disabled={trials.length === 0} onUndo={onUndo} />
        </Group>
        <TrialStrip trials={trials} />
        <VisuallyHidden role="status">
          {trials.length > 0 &&
            t("session.announce", {
              last: t(`outcomes.${trials.at(-1)?.outcome ?? "void"}`),
              count,
              percent,
            })}
        </VisuallyHidden>
      </div>
      <div className={classes.controls}>
        {advice}
        <div className={classes.prompts} role="radiogroup" aria-label={t("session.promptLevel")}>
          {prompts.map((level) => (
            <label key={level} className={classes.prompt}>
              <input
                type="radio"
                name="prompt-level"
                checked={prompt === level}
                onChange={() => setPrompt(level)}
              />
              <span>{t(`prompts.${level}`)}</span>
            </label>
          ))}
        </div>
        <div className={classes.pads}>
          {pads.map(({ outcome, Icon }) => (
            <UnstyledButton
              key={outcome}
              className={classes.pad}
              data-outcome={outcome}
              onClick={() => tap(outcome)}
            >
              <Icon size={outcome === "correct" ? 34 : 26} stroke={2.5} aria-hidden />
              {t(`outcomes.${outcome}`)}
            </UnstyledButton>
          ))}
        </div>
      </div>
    </div>
  );
}
