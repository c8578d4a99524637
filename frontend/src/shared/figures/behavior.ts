// Figures of observed behavior: how often, how long, how fast it changes, and what sets it off.
import type {
  CelerationChart,
  ChartLines,
  EventPoint,
  IntervalPoint,
  PairReliability,
  TimeBudget,
  TriggerThreshold,
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
/** A series by day or week begins its points with dates, one by session with moments. */
const startOf = (start: string) => (start.length === 10 ? startOfDay(start) : new Date(start));
const startText = (start: string) =>
  start.length === 10 ? formatDay(startOfDay(start)) : formatDayAndTime(new Date(start));

interface EventSource {
  points: EventPoint[];
  lines: ChartLines;
}

export function eventSeries(behavior: string, { points, lines }: EventSource, t: Translate): FigureView {
  const durations = points.some(({ percent }) => percent !== null && percent !== undefined);
  const unknown = points.every(({ ratePerMinute }) => ratePerMinute === null);
  return {
    label: t("figures.eventSeries.label", { behavior, count: points.length }),
    caption: t("figures.eventSeries.caption", { behavior }),
    columns: [
      { title: t("figures.column.when") },
      { title: t("figures.column.count"), numeric: true },
      { title: t("figures.column.minutes"), numeric: true },
      { title: t("figures.column.rate"), numeric: true },
      { title: t("figures.column.meanSeconds"), numeric: true },
      { title: t("figures.column.share"), numeric: true },
      { title: t("figures.column.latency"), numeric: true },
    ],
    rows: points.map((point) => [
      startText(point.start),
      point.count,
      rounded(point.observedMinutes),
      rounded(point.ratePerMinute, 2),
      rounded(point.meanSeconds),
      percentText(point.percent),
      rounded(point.meanLatencySeconds),
    ]),
    facts: lineTexts(lines, dayOf, t),
    reason: points.length > 0 && unknown ? (points[0]?.reason ?? undefined) : undefined,
    zoom: true,
    draw: (colors) => ({
      grid,
      legend: legend(colors),
      tooltip,
      xAxis: timeAxis(colors),
      yAxis: [
        valueAxis(colors, { min: 0 }),
        ...(durations ? [{ ...percentAxis(colors), splitLine: { show: false } }] : []),
      ],
      series: [
        {
          name: t("figures.column.rate"),
          type: "line",
          symbolSize: 9,
          lineStyle: { width: 3 },
          color: colors.first,
          data: points.map(({ start, ratePerMinute }) => [
            startOf(start).getTime(),
            rounded(ratePerMinute, 3),
          ]),
          markLine: markLines(lines, colors, t),
        },
        ...(durations
          ? [
              {
                name: t("figures.column.share"),
                type: "line",
                yAxisIndex: 1,
                symbol: "emptyDiamond",
                symbolSize: 10,
                lineStyle: { width: 2, type: "dashed" },
                color: colors.second,
                data: points.map(({ start, percent }) => [startOf(start).getTime(), rounded(percent)]),
              },
            ]
          : []),
      ],
    }),
  };
}

interface IntervalSource {
  points: IntervalPoint[];
  lines: ChartLines;
}

/** Each method is a series of its own, for they are not to be compared. */
export function intervalSeries(
  behavior: string,
  { points, lines }: IntervalSource,
  t: Translate,
): FigureView {
  const methods = [...new Set(points.map(({ method }) => method))];
  return {
    label: t("figures.intervalSeries.label", { behavior, count: points.length }),
    caption: t("figures.intervalSeries.caption", { behavior }),
    columns: [
      { title: t("figures.column.when") },
      { title: t("figures.column.method") },
      { title: t("figures.column.intervals"), numeric: true },
      { title: t("figures.column.scored"), numeric: true },
      { title: t("figures.column.percent"), numeric: true },
    ],
    rows: points.map(({ at, method, intervals, scored, percent, reason }) => [
      formatDayAndTime(new Date(at)),
      t(`figures.method.${method}`),
      intervals,
      scored,
      percentText(percent) ?? reason ?? null,
    ]),
    records: points.map(({ observationId }) => observationId),
    facts: lineTexts(lines, dayOf, t),
    zoom: true,
    draw: (colors) => ({
      grid,
      legend: legend(colors),
      tooltip,
      xAxis: timeAxis(colors),
      yAxis: percentAxis(colors),
      color: [colors.first, colors.second, colors.third],
      series: methods.map((method, index) => ({
        name: t(`figures.method.${method}`),
        type: "line",
        symbolSize: 9,
        data: points
          .filter((point) => point.method === method)
          .map(({ at, percent }) => [Date.parse(at), rounded(percent)]),
        markLine: index === 0 ? markLines(lines, colors, t) : undefined,
      })),
    }),
  };
}

const weekDays = 7;
const dayMs = 86_400_000;

export function celeration(chart: CelerationChart, t: Translate): FigureView {
  const { celeration: fit, days } = chart;
  const rates = days.filter(({ ratePerMinute }) => ratePerMinute !== null && ratePerMinute > 0);
  const facts = [t("figures.celeration.n", { count: fit.n, zeros: fit.zeros })];
  if (fit.text) facts.unshift(t("figures.celeration.factor", { factor: fit.text }));
  if (fit.bounce) facts.push(t("figures.celeration.bounce", { bounce: rounded(fit.bounce, 2) }));
  if (chart.splitMiddlePerWeek) {
    facts.push(t("figures.celeration.splitMiddle", { factor: rounded(chart.splitMiddlePerWeek, 2) }));
  }
  const begin = rates[0] ? startOf(rates[0].start).getTime() : 0;
  const trend = ({ start }: EventPoint) => {
    const passed = (startOf(start).getTime() - begin) / dayMs;
    return (fit.rateAtStart ?? 0) * (fit.perWeek ?? 1) ** (passed / weekDays);
  };
  return {
    label: t("figures.celeration.label", { behavior: chart.behavior, count: days.length }),
    caption: t("figures.celeration.caption", { behavior: chart.behavior }),
    columns: [
      { title: t("figures.column.day") },
      { title: t("figures.column.count"), numeric: true },
      { title: t("figures.column.rate"), numeric: true },
    ],
    rows: days.map(({ start, count, ratePerMinute }) => [startText(start), count, rounded(ratePerMinute, 3)]),
    facts,
    reason: fit.reason ?? undefined,
    zoom: true,
    draw: (colors) => ({
      grid,
      legend: legend(colors),
      tooltip,
      xAxis: timeAxis(colors),
      yAxis: { ...valueAxis(colors), type: "log" },
      series: [
        {
          name: t("figures.column.rate"),
          type: "scatter",
          symbolSize: 10,
          color: colors.first,
          data: rates.map(({ start, ratePerMinute }) => [
            startOf(start).getTime(),
            rounded(ratePerMinute, 3),
          ]),
        },
        ...(fit.perWeek === null
          ? []
          : [
              {
                name: t("figures.celeration.line"),
                type: "line",
                symbol: "none",
                lineStyle: { width: 2 },
                color: colors.second,
                data: rates.map((point) => [startOf(point.start).getTime(), rounded(trend(point), 4)]),
              },
            ]),
      ],
    }),
  };
}

export function timeBudget(
  { behaviors, observations, observedSeconds }: TimeBudget,
  t: Translate,
): FigureView {
  const facts = [
    observedSeconds === null
      ? t("figures.timeBudget.unknown", { count: observations })
      : t("figures.timeBudget.observed", { count: observations, minutes: rounded(observedSeconds / 60) }),
  ];
  return {
    label: t("figures.timeBudget.label", { count: behaviors.length }),
    caption: t("figures.timeBudget.caption"),
    columns: [
      { title: t("figures.column.behavior") },
      { title: t("figures.column.count"), numeric: true },
      { title: t("figures.column.totalSeconds"), numeric: true },
      { title: t("figures.column.meanSeconds"), numeric: true },
      { title: t("figures.column.share"), numeric: true },
    ],
    rows: behaviors.map(({ behavior, number, totalSeconds, meanSeconds, percent }) => [
      behavior,
      number,
      rounded(totalSeconds),
      rounded(meanSeconds),
      percentText(percent),
    ]),
    facts,
    height: 90 + 36 * behaviors.length,
    draw: (colors) => ({
      grid: { ...grid, top: 8, right: 40 },
      tooltip,
      xAxis: valueAxis(colors, { min: 0 }),
      yAxis: {
        ...nameAxis(
          colors,
          behaviors.map(({ behavior }) => behavior),
        ),
        inverse: true,
      },
      series: [
        {
          name: t("figures.column.totalSeconds"),
          type: "bar",
          barMaxWidth: 22,
          color: colors.first,
          data: behaviors.map(({ totalSeconds }) => rounded(totalSeconds)),
        },
      ],
    }),
  };
}

export function triggerThreshold(trigger: string, threshold: TriggerThreshold, t: Translate): FigureView {
  const { bins, meters, lowMeters, highMeters, n, reacted } = threshold;
  const names = bins.map(({ fromMeters, toMeters }) => `${fromMeters}–${toMeters} m`);
  const facts = [t("figures.triggerThreshold.n", { count: n, reacted })];
  if (meters !== null) facts.unshift(t("figures.triggerThreshold.meters", { meters: rounded(meters) }));
  if (lowMeters !== undefined && highMeters !== undefined) {
    facts.push(
      t("figures.triggerThreshold.interval", { low: rounded(lowMeters), high: rounded(highMeters) }),
    );
  }
  return {
    label: t("figures.triggerThreshold.label", { trigger, count: n }),
    caption: t("figures.triggerThreshold.caption", { trigger }),
    columns: [
      { title: t("figures.column.distance") },
      { title: t("figures.column.exposures"), numeric: true },
      { title: t("figures.column.reacted"), numeric: true },
      { title: t("figures.column.meanReaction"), numeric: true },
    ],
    rows: bins.map((bin, index) => [names[index] ?? null, bin.n, bin.reacted, rounded(bin.meanReaction)]),
    facts,
    reason: threshold.reason ?? undefined,
    draw: (colors) => ({
      grid: { ...grid, top: 16 },
      tooltip,
      xAxis: nameAxis(colors, names),
      yAxis: percentAxis(colors),
      series: [
        {
          name: t("figures.triggerThreshold.share"),
          type: "bar",
          barMaxWidth: 36,
          color: colors.first,
          data: bins.map((bin) => rounded((bin.reacted / bin.n) * 100)),
        },
      ],
    }),
  };
}

export function agreement(pair: PairReliability, t: Translate): FigureView {
  const { behaviors, timeUnitKappa } = pair;
  const kappa = rounded(timeUnitKappa.value, 2);
  const facts = [
    t("figures.agreement.observers", {
      first: pair.firstObserver ?? "1",
      second: pair.secondObserver ?? "2",
    }),
    kappa === null
      ? t("figures.agreement.noKappa", { reason: timeUnitKappa.reason })
      : t("figures.agreement.kappa", { kappa, count: timeUnitKappa.n }),
  ];
  const percent = (figure: { value: number | null; reason?: string }) => percentText(figure.value);
  return {
    label: t("figures.agreement.label", { count: behaviors.length }),
    caption: t("figures.agreement.caption"),
    columns: [
      { title: t("figures.column.behavior") },
      { title: t("figures.agreement.totalCount"), numeric: true },
      { title: t("figures.agreement.meanCount"), numeric: true },
      { title: t("figures.agreement.exactCount"), numeric: true },
      { title: t("figures.agreement.interval"), numeric: true },
      { title: t("figures.agreement.scored"), numeric: true },
      { title: t("figures.agreement.unscored"), numeric: true },
      { title: t("figures.agreement.duration"), numeric: true },
      { title: "kappa", numeric: true },
    ],
    rows: behaviors.map((one) => [
      one.behavior,
      percent(one.totalCount),
      percent(one.meanCountPerInterval),
      percent(one.exactCountPerInterval),
      percent(one.intervalByInterval),
      percent(one.scoredInterval),
      percent(one.unscoredInterval),
      percent(one.meanDurationPerOccurrence),
      rounded(one.kappa.value, 2),
    ]),
    facts,
    reason: pair.reason ?? undefined,
    height: 90 + 44 * behaviors.length,
    draw: (colors) => ({
      grid: { ...grid, right: 40 },
      legend: legend(colors),
      tooltip,
      xAxis: percentAxis(colors),
      yAxis: {
        ...nameAxis(
          colors,
          behaviors.map(({ behavior }) => behavior),
        ),
        inverse: true,
      },
      color: [colors.first, colors.second],
      series: [
        {
          name: t("figures.agreement.totalCount"),
          type: "bar",
          data: behaviors.map(({ totalCount }) => rounded(totalCount.value)),
        },
        {
          name: t("figures.agreement.interval"),
          type: "bar",
          data: behaviors.map(({ intervalByInterval }) => rounded(intervalByInterval.value)),
        },
      ],
    }),
  };
}
