import { useMemo } from "react";
import { Chart } from "../ui/Chart";
import { useChartColors } from "../ui/useChartColors";
import type { FigureView } from "./figure";

interface FigureChartProps {
  view: FigureView;
  /** In a report: still, in light colors and without controls. */
  onPaper?: boolean;
}

const slider = 36;
const usual = 280;

export function FigureChart({ view, onPaper = false }: FigureChartProps) {
  const colors = useChartColors(onPaper);
  const { draw, zoom = false, height = usual, label } = view;
  const zooms = zoom && !onPaper;
  const option = useMemo(() => {
    if (!draw) return undefined;
    const option = draw(colors);
    if (!zooms) return option;
    return {
      ...option,
      grid: { ...(option.grid as object), bottom: slider + 8 },
      dataZoom: [
        // The wheel scrolls the page; with Ctrl it zooms the chart.
        { type: "inside", zoomOnMouseWheel: "ctrl", moveOnMouseMove: true },
        { type: "slider", height: 22, bottom: 4, brushSelect: false, textStyle: { color: colors.axis } },
      ],
    };
  }, [draw, zooms, colors]);
  if (!option) return null;
  return <Chart label={label} option={option} height={zooms ? height + slider : height} onPaper={onPaper} />;
}
