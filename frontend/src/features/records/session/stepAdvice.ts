// Push, drop, stick while trials are tapped, where there may be no signal: the rule of registry/progress/step_advice.h,
// after Donaldson 2010, Train Like a Pro. The valid trials at one step are taken in groups; each full one decides.
import type { RecordOf, SessionBlock, Target, TargetStep } from "@/shared/api/types";

export interface StepAdvice {
  /** "continue": the group is not full yet. */
  advice: "continue" | "push" | "stick" | "drop";
  /** The step to train next, from 0. */
  nextStep: number;
  /** Whether it is to go up and there is no higher step. */
  goalReached: boolean;
  /** Valid trials of the group that is being filled, or of the full one, and the correct ones among them. */
  trials: number;
  correct: number;
  groupSize: number;
  /** Whether more than one of distance, duration and distraction rises at the next step. */
  raisesTogether: boolean;
}

const usualRule = { trials: 5, push: 4, drop: 2 };
const figures = ["distanceMeters", "durationSeconds", "distraction"] as const;

/** `earlier`: what was trained of the target before the active block, the oldest first. */
export function stepAdvice(
  target: Target,
  earlier: readonly SessionBlock[],
  active: SessionBlock,
): StepAdvice {
  const rule = target.raiseRule ?? usualRule;
  const blocks = [...earlier, active].filter(({ trials }) =>
    trials.some(({ outcome }) => outcome !== "void"),
  );
  // The run at this step that ends here, back over the sessions before.
  const other = blocks.findLastIndex(({ step }) => step !== active.step);
  const run = blocks.slice(other + 1).flatMap(({ trials }) => trials.filter((one) => one.outcome !== "void"));
  const rest = run.length % rule.trials;
  const full = rest === 0 && run.length > 0;
  const group = full ? run.slice(-rule.trials) : run.slice(run.length - rest);
  const correct = group.filter(({ outcome }) => outcome === "correct").length;

  const last = target.steps.length - 1;
  const advice = full ? adviceOf(correct, rule) : "continue";
  const nextStep =
    advice === "push"
      ? Math.min(active.step + 1, last)
      : advice === "drop"
        ? Math.max(active.step - 1, 0)
        : active.step;
  return {
    advice,
    nextStep,
    goalReached: advice === "push" && active.step >= last,
    trials: group.length,
    correct,
    groupSize: rule.trials,
    raisesTogether: raised(target.steps[active.step], target.steps[active.step + 1]) > 1,
  };
}

function adviceOf(correct: number, rule: { push: number; drop: number }) {
  if (correct >= rule.push) return "push";
  return correct <= rule.drop ? "drop" : "stick";
}

const raised = (from: TargetStep | undefined, to: TargetStep | undefined): number =>
  figures.filter((figure) => (to?.[figure] ?? 0) > (from?.[figure] ?? 0)).length;

/** The blocks of a target in sessions that are on record, the oldest first. */
export function blocksOf(sessions: readonly RecordOf<"session">[], targetId: string): SessionBlock[] {
  const instant = (session: RecordOf<"session">) => new Date(session.occurredAt).getTime();
  return [...sessions]
    .sort((a, b) => instant(a) - instant(b))
    .flatMap(({ blocks }) => blocks.filter((block) => block.targetId === targetId));
}
