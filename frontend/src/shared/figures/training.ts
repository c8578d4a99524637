// Figures of training: how a target goes.
import type {
  ChartLines,
  CumulativeRecord,
  FidelityWeek,
  GeneralizationCell,
  PhaseChanges,
  SuccessRatePoint,
  TargetState,
} from "../api/types";
import { formatDay, formatDayAndTime, startOfDay } from "../lib/time";
import {
  grid,
  legend,
  lineTexts,
  markLines,
  nameAxis,
  percentAxis,
  timeAxis,
  tooltip,
  valueAxis,
} from "./drawing";
import { type FigureView, percentText, rounded, type Translate } from "./figure";

const dayOf = (at: string) => formatDay(new Date(at));
const momentOf = (at: string) => formatDayAndTime(new Date(at));

interface SuccessSource {
  points: SuccessRatePoint[];
  lines: ChartLines;
}

/** Filled marks: independent; open marks: with prompts. A session that cannot be computed leaves a gap. */
export function successRate(target: string, { points, lines }: SuccessSource, t: Translate): FigureView {
  const prompted = ({ percent, promptedCorrect, trials }: SuccessRatePoint) =>
    percent === null ? null : rounded((promptedCorrect / trials) * 100);
  const computable = points.some(({ percent }) => percent !== null);
  return {
    label: t("figures.successRate.label", { target, count: points.length }),
    caption: t("figures.successRate.caption", { target }),
    columns: [
      { title: t("figures.column.session") },
      { title: t("figures.column.step"), numeric: true },
      { title: t("figures.column.trials"), numeric: true },
      { title: t("figures.column.correct"), numeric: true },
      { title: t("figures.column.independent"), numeric: true },
      { title: t("figures.column.prompted"), numeric: true },
      { title: t("figures.column.success"), numeric: true },
    ],
    rows: points.map((point) => [
      momentOf(point.at),
      point.step === undefined ? null : point.step + 1,
      point.trials,
      point.correct,
      point.independentCorrect,
      point.promptedCorrect,
      point.percent === null
        ? t(`progress.reason.${point.reason ?? "unknown"}`)
        : `${point.percent.toFixed(0)} %`,
    ]),
    records: points.map(({ sessionId }) => sessionId),
    facts: lineTexts(lines, dayOf, t),
    reason:
      computable || points.length === 0 ? undefined : t(`progress.reason.${points[0]?.reason ?? "unknown"}`),
    zoom: true,
    draw: (colors) => ({
      grid,
      legend: legend(colors),
      tooltip,
      xAxis: timeAxis(colors),
      yAxis: percentAxis(colors),
      series: [
        {
          name: t("figures.column.independent"),
          type: "line",
          symbol: "circle",
          symbolSize: 9,
          lineStyle: { width: 3 },
          color: colors.first,
          data: points.map(({ at, independentPercent }) => [Date.parse(at), rounded(independentPercent)]),
          markLine: markLines(lines, colors, t),
        },
        {
          name: t("figures.column.prompted"),
          type: "line",
          symbol: "emptyDiamond",
          symbolSize: 10,
          lineStyle: { width: 2, type: "dashed" },
          color: colors.second,
          itemStyle: { color: colors.second },
          data: points.map((point) => [Date.parse(point.at), prompted(point)]),
        },
      ],
    }),
  };
}

export function targetState(target: string, { advice, mastery }: TargetState, t: Translate): FigureView {
  const facts = [
    t("figures.targetState.step", { step: advice.step + 1 }),
    advice.goalReached
      ? t("figures.targetState.goal")
      : t(`figures.targetState.advice.${advice.advice}`, { step: advice.nextStep + 1 }),
    t("figures.targetState.group", {
      correct: advice.correct,
      trials: advice.trials,
      group: advice.groupSize,
    }),
    t(`figures.targetState.mastery.${mastery.state}`),
    t("figures.targetState.row", {
      sessions: mastery.sessionsInRow,
      sessionsNeeded: mastery.sessionsNeeded,
      people: mastery.peopleInRow,
      peopleNeeded: mastery.peopleNeeded,
    }),
  ];
  if (advice.raisedTogether.length > 1) facts.push(t("figures.targetState.together"));
  if (mastery.nextProbeOn) {
    facts.push(t("figures.targetState.nextProbe", { day: formatDay(startOfDay(mastery.nextProbeOn)) }));
  }
  return {
    label: "",
    caption: t("figures.targetState.caption", { target }),
    columns: [
      { title: t("figures.column.due") },
      { title: t("figures.column.held") },
      { title: t("figures.column.success"), numeric: true },
      { title: t("figures.column.passed") },
    ],
    rows: mastery.probes.map(({ dueOn, at, percent, passed }) => [
      formatDay(startOfDay(dueOn)),
      momentOf(at),
      percentText(percent),
      t(passed ? "common.yes" : "common.no"),
    ]),
    facts,
  };
}

export function generalization(target: string, cells: GeneralizationCell[], t: Translate): FigureView {
  const name = ({ person, place, distraction }: GeneralizationCell) =>
    [
      person,
      place ?? t("figures.generalization.anywhere"),
      distraction === undefined ? undefined : t("figures.generalization.distraction", { level: distraction }),
    ]
      .filter(Boolean)
      .join(" · ");
  return {
    label: t("figures.generalization.label", { target, count: cells.length }),
    caption: t("figures.generalization.caption", { target }),
    columns: [
      { title: t("figures.column.person") },
      { title: t("figures.column.place") },
      { title: t("figures.column.distraction"), numeric: true },
      { title: t("figures.column.sessions"), numeric: true },
      { title: t("figures.column.trials"), numeric: true },
      { title: t("figures.column.success"), numeric: true },
    ],
    rows: cells.map((cell) => [
      cell.person,
      cell.place ?? null,
      cell.distraction ?? null,
      cell.sessions,
      cell.trials,
      percentText(cell.percent),
    ]),
    height: 90 + 40 * cells.length,
    draw: (colors) => ({
      grid: { ...grid, top: 8, right: 40 },
      tooltip,
      xAxis: percentAxis(colors),
      yAxis: { ...nameAxis(colors, cells.map(name)), inverse: true },
      series: [
        {
          name: t("figures.column.success"),
          type: "bar",
          barMaxWidth: 22,
          color: colors.first,
          data: cells.map(({ percent }) => rounded(percent)),
        },
      ],
    }),
  };
}

export function cumulative(what: string, { points }: CumulativeRecord, t: Translate): FigureView {
  return {
    label: t("figures.cumulative.label", { what, count: points.length }),
    caption: t("figures.cumulative.caption", { what }),
    columns: [
      { title: t("figures.column.when") },
      { title: t("figures.column.added"), numeric: true },
      { title: t("figures.column.total"), numeric: true },
    ],
    rows: points.map(({ at, added, total }) => [momentOf(at), added, total]),
    zoom: true,
    draw: (colors) => ({
      grid: { ...grid, top: 16 },
      tooltip,
      xAxis: timeAxis(colors),
      yAxis: valueAxis(colors, { minInterval: 1 }),
      series: [
        {
          name: t("figures.column.total"),
          type: "line",
          step: "end",
          symbolSize: 6,
          lineStyle: { width: 3 },
          color: colors.first,
          data: points.map(({ at, total }) => [Date.parse(at), total]),
        },
      ],
    }),
  };
}

export function phaseEffects(
  what: string,
  { changes, beforeFirstPhase }: PhaseChanges,
  t: Translate,
): FigureView {
  const phase = ({ name, kind }: PhaseChanges["changes"][number]["before"]) =>
    name ?? t(`figures.phase.${kind}`);
  const reason = changes.map(({ effects }) => effects.nap.reason ?? effects.tauU.reason).find(Boolean);
  return {
    label: t("figures.phaseEffects.label", { what, count: changes.length }),
    caption: t("figures.phaseEffects.caption", { what }),
    columns: [
      { title: t("figures.column.before") },
      { title: t("figures.column.after") },
      { title: t("figures.column.values") },
      { title: "NAP", numeric: true },
      { title: "Tau", numeric: true },
      { title: "Tau-U", numeric: true },
      { title: "PND", numeric: true },
    ],
    rows: changes.map(({ before, after, effects }) => [
      `${phase(before)}, ${dayOf(before.at)}`,
      `${phase(after)}, ${dayOf(after.at)}`,
      `${effects.nA} / ${effects.nB}`,
      rounded(effects.nap.value, 3),
      rounded(effects.tau.value, 3),
      rounded(effects.tauU.value, 3),
      percentText(effects.pnd.value),
    ]),
    facts: beforeFirstPhase > 0 ? [t("figures.phaseEffects.leftOut", { count: beforeFirstPhase })] : [],
    reason: reason ?? undefined,
    height: 90 + 44 * changes.length,
    draw: (colors) => ({
      grid: { ...grid, top: 8, right: 40 },
      tooltip,
      xAxis: valueAxis(colors, { min: 0, max: 1 }),
      yAxis: {
        ...nameAxis(
          colors,
          changes.map(({ before, after }) => `${phase(before)} → ${phase(after)}`),
        ),
        inverse: true,
      },
      series: [
        {
          name: "NAP",
          type: "bar",
          barMaxWidth: 22,
          color: colors.first,
          data: changes.map(({ effects }) => rounded(effects.nap.value, 3)),
        },
      ],
    }),
  };
}

export function planFidelity(weeks: FidelityWeek[], t: Translate): FigureView {
  const withOutcome = weeks.some(({ outcomePercent }) => outcomePercent !== undefined);
  return {
    label: t("figures.planFidelity.label", { count: weeks.length }),
    caption: t("figures.planFidelity.caption"),
    columns: [
      { title: t("figures.column.week") },
      { title: t("figures.column.planned"), numeric: true },
      { title: t("figures.column.done"), numeric: true },
      { title: t("figures.column.fidelity"), numeric: true },
      ...(withOutcome ? [{ title: t("figures.column.success"), numeric: true }] : []),
    ],
    rows: weeks.map(({ week, planned, done, percent, outcomePercent, reason }) => [
      week,
      rounded(planned),
      done,
      percentText(percent) ?? reason ?? null,
      ...(withOutcome ? [percentText(outcomePercent)] : []),
    ]),
    draw: (colors) => ({
      grid,
      legend: legend(colors),
      tooltip,
      xAxis: nameAxis(
        colors,
        weeks.map(({ week }) => week),
      ),
      yAxis: valueAxis(colors, { min: 0, axisLabel: { color: colors.axis, formatter: "{value} %" } }),
      series: [
        {
          name: t("figures.column.fidelity"),
          type: "bar",
          barMaxWidth: 36,
          color: colors.first,
          data: weeks.map(({ percent }) => rounded(percent)),
        },
        ...(withOutcome
          ? [
              {
                name: t("figures.column.success"),
                type: "line",
                color: colors.second,
                data: weeks.map(({ outcomePercent }) => rounded(outcomePercent)),
              },
            ]
          : []),
      ],
    }),
  };
}
