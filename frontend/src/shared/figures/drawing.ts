// How the charts look: axes, and the lines of phases and events across them.
import type { ChartLines } from "../api/types";
import type { ChartColors } from "../ui/useChartColors";
import type { Translate } from "./figure";

export const grid = { left: 8, right: 20, top: 44, bottom: 8, containLabel: true };

export const legend = (colors: ChartColors) => ({
  top: 0,
  left: 0,
  itemGap: 18,
  type: "scroll",
  textStyle: { color: colors.axis, fontSize: 13 },
});

export const tooltip = { trigger: "axis", confine: true };

const line = (colors: ChartColors) => ({ lineStyle: { color: colors.grid } });

export const timeAxis = (colors: ChartColors) => ({
  type: "time",
  axisLabel: { color: colors.axis, hideOverlap: true },
  axisLine: line(colors),
  axisTick: { show: false },
});

export const nameAxis = (colors: ChartColors, names: string[]) => ({
  type: "category",
  data: names,
  axisLabel: { color: colors.axis, hideOverlap: true, width: 140, overflow: "truncate" },
  axisLine: line(colors),
  axisTick: { show: false },
});

export const valueAxis = (colors: ChartColors, more: object = {}) => ({
  type: "value",
  axisLabel: { color: colors.axis },
  splitLine: line(colors),
  ...more,
});

export const percentAxis = (colors: ChartColors) =>
  valueAxis(colors, { min: 0, max: 100, axisLabel: { color: colors.axis, formatter: "{value} %" } });

/** Phases are solid lines with their names, events dotted ones (Cooper, Heron & Heward, ch. 6). */
export function markLines(lines: ChartLines | undefined, colors: ChartColors, t: Translate) {
  if (!lines || lines.phases.length + lines.events.length === 0) return undefined;
  const label = { color: colors.axis, fontSize: 11, rotate: 0, position: "insideEndTop" };
  return {
    symbol: "none",
    silent: true,
    animation: false,
    data: [
      ...lines.phases.map(({ at, kind, name }) => ({
        xAxis: Date.parse(at),
        lineStyle: { color: colors.axis, type: "solid", width: 1.5 },
        label: { ...label, formatter: name ?? t(`figures.phase.${kind}`) },
      })),
      ...lines.events.map(({ at, description }) => ({
        xAxis: Date.parse(at),
        lineStyle: { color: colors.second, type: "dotted", width: 1.5 },
        label: { ...label, position: "insideStartTop", formatter: description.slice(0, 40) },
      })),
    ],
  };
}

/** The lines as sentences: to those who do not see them drawn they are text. */
export function lineTexts(lines: ChartLines, day: (at: string) => string, t: Translate): string[] {
  return [
    ...lines.phases.map(({ at, kind, name }) =>
      t("figures.phaseFrom", { name: name ?? t(`figures.phase.${kind}`), day: day(at) }),
    ),
    ...lines.events.map(({ at, description }) => t("figures.eventAt", { description, day: day(at) })),
  ];
}
