// Counts of a run of trials. Void trials are not valid ones and count nowhere but in `voided`.
import type { SessionBlock, Trial } from "@/shared/api/types";

export interface TrialStats {
  /** Valid trials. */
  trials: number;
  correct: number;
  /** Correct without a prompt. */
  independent: number;
  voided: number;
  /** correct / trials in whole percent; null without a valid trial. */
  percent: number | null;
}

export function trialStats(trials: readonly Trial[]): TrialStats {
  const valid = trials.filter(({ outcome }) => outcome !== "void");
  const correct = valid.filter(({ outcome }) => outcome === "correct");
  return {
    trials: valid.length,
    correct: correct.length,
    independent: correct.filter(({ prompt }) => (prompt ?? "none") === "none").length,
    voided: trials.length - valid.length,
    percent: valid.length === 0 ? null : Math.round((correct.length / valid.length) * 100),
  };
}

export const allTrials = (blocks: readonly SessionBlock[]): Trial[] => blocks.flatMap(({ trials }) => trials);
