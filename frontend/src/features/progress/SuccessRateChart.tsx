import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { SuccessRatePoint } from "@/shared/api/types";
import { formatShortDay } from "@/shared/lib/time";
import { Chart } from "@/shared/ui/Chart";
import { useChartColors } from "@/shared/ui/useChartColors";

/** Filled marks: independent; open marks: with prompts. A session that cannot be computed leaves a gap. */
export function SuccessRateChart({ target, points }: { target: string; points: SuccessRatePoint[] }) {
  const { t } = useTranslation();
  const colors = useChartColors();
  const option = useMemo(() => {
    const prompted = (point: SuccessRatePoint) =>
      point.percent === null ? null : Math.round((point.promptedCorrect / point.trials) * 1000) / 10;
    return {
      grid: { left: 8, right: 16, top: 40, bottom: 8, containLabel: true },
      legend: { top: 0, left: 0, itemGap: 18, textStyle: { color: colors.axis, fontSize: 13 } },
      tooltip: { trigger: "axis", confine: true, valueFormatter: (value: unknown) => percentText(value) },
      xAxis: {
        type: "category",
        data: points.map(({ at }) => formatShortDay(new Date(at))),
        axisLabel: { color: colors.axis, hideOverlap: true },
        axisLine: { lineStyle: { color: colors.grid } },
        axisTick: { show: false },
      },
      yAxis: {
        type: "value",
        min: 0,
        max: 100,
        axisLabel: { color: colors.axis, formatter: "{value} %" },
        splitLine: { lineStyle: { color: colors.grid } },
      },
      series: [
        {
          name: t("progress.independent"),
          type: "line",
          symbol: "circle",
          symbolSize: 9,
          lineStyle: { width: 3 },
          color: colors.first,
          data: points.map(({ independentPercent }) => independentPercent),
        },
        {
          name: t("progress.prompted"),
          type: "line",
          symbol: "emptyDiamond",
          symbolSize: 10,
          lineStyle: { width: 2, type: "dashed" },
          color: colors.second,
          itemStyle: { color: colors.second },
          data: points.map(prompted),
        },
      ],
    };
  }, [points, colors, t]);
  return <Chart label={t("progress.successRateOf", { target, count: points.length })} option={option} />;
}

function percentText(value: unknown): string {
  return typeof value === "number" ? `${value} %` : "–";
}
