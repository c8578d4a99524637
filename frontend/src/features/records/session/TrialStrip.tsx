// The run of trials as a row of marks: shape and color say the outcome, an outline says "prompted".
import { useTranslation } from "react-i18next";
import type { Outcome, Trial } from "@/shared/api/types";
import classes from "./TrialStrip.module.css";
import { trialStats } from "./trialStats";

const marks: Record<Outcome, string> = { correct: "✓", incorrect: "✕", "no-response": "–", void: "○" };

export function TrialStrip({ trials, last = 24 }: { trials: readonly Trial[]; last?: number }) {
  const { t } = useTranslation();
  const { correct, trials: valid } = trialStats(trials);
  const hidden = Math.max(0, trials.length - last);
  return (
    <div className={classes.strip} role="img" aria-label={t("session.count", { correct, count: valid })}>
      {hidden > 0 && <span className={classes.more}>+{hidden}</span>}
      {trials.slice(hidden).map((trial, index) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: a trial is its place in the run
          key={hidden + index}
          className={classes.mark}
          data-outcome={trial.outcome}
          data-prompted={(trial.prompt ?? "none") !== "none" || undefined}
        >
          {marks[trial.outcome]}
        </span>
      ))}
    </div>
  );
}
