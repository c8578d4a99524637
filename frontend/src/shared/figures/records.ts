// Figures that count records: ABC records, when things happen, and health.
import type { AbcAnalysis, AbcPerWeek, HeatMap, VaccinationStatus, WeightPoint } from "../api/types";
import { byLocale } from "../i18n/locale";
import { formatDay, formatDayAndTime, startOfDay } from "../lib/time";
import { firstDayOfWeek } from "../lib/week";
import { shownWeight, weightUnit } from "../lib/weight";
import { grid, nameAxis, timeAxis, tooltip, valueAxis } from "./drawing";
import { type FigureView, percentText, rounded, type Translate } from "./figure";

export function abcPerWeek({ points }: Pick<AbcPerWeek, "points">, t: Translate): FigureView {
  return {
    label: t("figures.abcPerWeek.label", { count: points.length }),
    caption: t("figures.abcPerWeek.caption"),
    columns: [
      { title: t("figures.column.week") },
      { title: t("figures.column.from") },
      { title: t("figures.column.records"), numeric: true },
    ],
    rows: points.map(({ week, start, count }) => [week, formatDay(startOfDay(start)), count]),
    zoom: true,
    draw: (colors) => ({
      grid: { ...grid, top: 16 },
      tooltip,
      xAxis: nameAxis(
        colors,
        points.map(({ week }) => week),
      ),
      yAxis: valueAxis(colors, { minInterval: 1 }),
      series: [
        {
          name: t("figures.column.records"),
          type: "bar",
          barMaxWidth: 36,
          itemStyle: { color: colors.first, borderRadius: [6, 6, 0, 0] },
          data: points.map(({ count }) => count),
        },
      ],
    }),
  };
}

export function abcAnalysis({ n, pairs }: AbcAnalysis, t: Translate): FigureView {
  const most = pairs.slice(0, 12);
  return {
    label: t("figures.abcAnalysis.label", { count: n }),
    caption: t("figures.abcAnalysis.caption"),
    columns: [
      { title: t("figures.column.antecedent") },
      { title: t("figures.column.consequence") },
      { title: t("figures.column.both"), numeric: true },
      { title: t("figures.column.withAntecedent"), numeric: true },
      { title: t("figures.column.conditional"), numeric: true },
      { title: t("figures.column.base"), numeric: true },
    ],
    rows: pairs.map((pair) => [
      pair.antecedent,
      pair.consequence,
      pair.n,
      pair.antecedentN,
      percentText(pair.conditional * 100),
      percentText(pair.base * 100),
    ]),
    facts: n > 0 ? [t("figures.abcAnalysis.n", { count: n })] : [],
    height: 100 + 44 * most.length,
    draw: (colors) => ({
      grid: { ...grid, right: 40 },
      legend: { top: 0, left: 0, textStyle: { color: colors.axis } },
      tooltip,
      xAxis: valueAxis(colors, {
        min: 0,
        max: 100,
        axisLabel: { color: colors.axis, formatter: "{value} %" },
      }),
      yAxis: {
        ...nameAxis(
          colors,
          most.map(({ antecedent, consequence }) => `${antecedent} → ${consequence}`),
        ),
        inverse: true,
      },
      color: [colors.first, colors.second],
      series: [
        {
          name: t("figures.column.conditional"),
          type: "bar",
          data: most.map(({ conditional }) => rounded(conditional * 100)),
        },
        { name: t("figures.column.base"), type: "bar", data: most.map(({ base }) => rounded(base * 100)) },
      ],
    }),
  };
}

const hours = Array.from({ length: 24 }, (_, hour) => String(hour));
/** 2024-01-01 was a Monday. */
const weekdayName = (weekday: number) => shortWeekday().format(new Date(2024, 0, weekday));
const shortWeekday = byLocale((locale) => new Intl.DateTimeFormat(locale, { weekday: "short" }));
/** How many days after the first of the person's week. */
const inWeek = (weekday: number) => (weekday - firstDayOfWeek() + 7) % 7;

export function heatMap({ n, rows: unordered, timeZone }: HeatMap, t: Translate): FigureView {
  const rows = unordered.toSorted((a, b) => inWeek(a.weekday) - inWeek(b.weekday));
  const days = rows.map(({ weekday }) => weekdayName(weekday));
  const most = Math.max(1, ...rows.flatMap(({ counts }) => counts));
  return {
    label: t("figures.heatMap.label", { count: n }),
    caption: t("figures.heatMap.caption"),
    columns: [
      { title: t("figures.column.weekday") },
      ...hours.map((hour) => ({ title: hour, numeric: true })),
    ],
    rows: n === 0 ? [] : rows.map(({ counts }, index) => [days[index] ?? null, ...counts]),
    facts: [t(timeZone ? "figures.heatMap.zone" : "figures.heatMap.ownClock", { zone: timeZone })],
    draw: (colors) => ({
      grid: { ...grid, top: 8, bottom: 44 },
      tooltip: { confine: true },
      xAxis: { ...nameAxis(colors, hours), splitArea: { show: true } },
      yAxis: { ...nameAxis(colors, days), inverse: true, splitArea: { show: true } },
      visualMap: {
        min: 0,
        max: most,
        calculable: false,
        orient: "horizontal",
        left: "center",
        bottom: 0,
        itemHeight: 90,
        textStyle: { color: colors.axis },
        inRange: { color: [colors.card, colors.first] },
      },
      series: [
        {
          name: t("figures.column.records"),
          type: "heatmap",
          itemStyle: { borderColor: colors.grid, borderWidth: 1 },
          data: rows.flatMap(({ counts }, day) => counts.map((count, hour) => [hour, day, count])),
        },
      ],
    }),
  };
}

export function weights(points: WeightPoint[], t: Translate): FigureView {
  const unit = weightUnit();
  const title = t("figures.column.weight", { unit });
  return {
    label: t("figures.weights.label", { count: points.length }),
    caption: t("figures.weights.caption"),
    columns: [{ title: t("figures.column.when") }, { title, numeric: true }],
    rows: points.map(({ at, kilograms }) => [formatDayAndTime(new Date(at)), shownWeight(kilograms)]),
    zoom: true,
    draw: (colors) => ({
      grid: { ...grid, top: 16 },
      tooltip,
      xAxis: timeAxis(colors),
      yAxis: valueAxis(colors, {
        scale: true,
        axisLabel: { color: colors.axis, formatter: `{value} ${unit}` },
      }),
      series: [
        {
          name: title,
          type: "line",
          symbolSize: 9,
          color: colors.first,
          data: points.map(({ at, kilograms }) => [Date.parse(at), shownWeight(kilograms)]),
        },
      ],
    }),
  };
}

/** A table alone: states have no axis. */
export function vaccinations(items: VaccinationStatus[], t: Translate): FigureView {
  return {
    label: "",
    caption: t("figures.vaccinations.caption"),
    columns: [
      { title: t("figures.column.vaccine") },
      { title: t("figures.column.state") },
      { title: t("figures.column.given") },
      { title: t("figures.column.due") },
    ],
    rows: items.map(({ vaccine, name, state, givenOn, dueOn }) => [
      name ?? t(`figures.vaccine.${vaccine}`),
      t(`figures.vaccinations.state.${state}`),
      givenOn ? formatDay(startOfDay(givenOn)) : null,
      dueOn ? formatDay(startOfDay(dueOn)) : null,
    ]),
  };
}
