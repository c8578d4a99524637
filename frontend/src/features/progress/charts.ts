// The charts there are: what each is of, and how its figures are shown.
import type { ChartName, Figures, Section } from "@/shared/api/types";
import {
  agreement,
  celeration,
  eventSeries,
  intervalSeries,
  timeBudget,
  triggerThreshold,
} from "@/shared/figures/behavior";
import type { FigureView, Translate } from "@/shared/figures/figure";
import { abcAnalysis, abcPerWeek, heatMap, vaccinations } from "@/shared/figures/records";
import {
  cumulative,
  generalization,
  phaseEffects,
  planFidelity,
  successRate,
  targetState,
} from "@/shared/figures/training";

/** What is to be chosen before a chart can be asked for, or may be. */
export type Choice = "target" | "behavior" | "per" | "wanted" | "trigger" | "cutoff" | "type" | "observation";

interface Kind<N extends ChartName> {
  name: N;
  section: Section;
  /** Without these it is not asked for. */
  needs: readonly Choice[];
  /** These narrow it. */
  may: readonly Choice[];
  /** `subject`: the target, behavior or trigger it is of, by name. */
  view: (figures: Figures[N], subject: string, t: Translate) => FigureView;
}

const kind = <N extends ChartName>(
  section: Section,
  name: N,
  needs: readonly Choice[],
  may: readonly Choice[],
  view: Kind<N>["view"],
): Kind<N> => ({ name, section, needs, may, view });

export const charts = [
  kind("training", "success-rate", ["target"], [], (figures, subject, t) => successRate(subject, figures, t)),
  kind("training", "target-state", ["target"], [], (figures, subject, t) => targetState(subject, figures, t)),
  kind("training", "generalization", ["target"], [], ({ cells }, subject, t) =>
    generalization(subject, cells, t),
  ),
  kind("training", "cumulative-trials", ["target"], [], (figures, subject, t) =>
    cumulative(subject, figures, t),
  ),
  kind("training", "target-phase-effects", ["target"], [], (figures, subject, t) =>
    phaseEffects(subject, figures, t),
  ),
  kind("training", "plan-fidelity", [], ["target"], ({ weeks }, _, t) => planFidelity(weeks, t)),
  kind("behavior", "event-series", ["behavior"], ["per"], (figures, subject, t) =>
    eventSeries(subject, figures, t),
  ),
  kind("behavior", "interval-series", ["behavior"], [], (figures, subject, t) =>
    intervalSeries(subject, figures, t),
  ),
  kind("behavior", "celeration", ["behavior"], [], (figures, _, t) => celeration(figures, t)),
  kind("behavior", "cumulative-events", ["behavior"], [], (figures, subject, t) =>
    cumulative(subject, figures, t),
  ),
  kind("behavior", "behavior-phase-effects", ["behavior"], ["wanted"], (figures, subject, t) =>
    phaseEffects(subject, figures, t),
  ),
  kind("behavior", "abc-per-week", [], ["behavior"], (figures, _, t) => abcPerWeek(figures, t)),
  kind("behavior", "abc-analysis", [], ["behavior"], (figures, _, t) => abcAnalysis(figures, t)),
  kind("behavior", "time-budget", [], [], (figures, _, t) => timeBudget(figures, t)),
  kind("behavior", "agreement", ["observation"], [], (figures, _, t) => agreement(figures, t)),
  kind("behavior", "trigger-threshold", ["trigger"], ["cutoff"], (figures, subject, t) =>
    triggerThreshold(subject, figures, t),
  ),
  kind("behavior", "heat-map", [], ["type"], (figures, _, t) => heatMap(figures, t)),
  kind("health", "vaccinations", [], [], ({ items }, _, t) => vaccinations(items, t)),
] as const;

export type ChartKind = (typeof charts)[number];
