// A chart. ECharts is fetched when the first one is shown. Its figures must also stand in a table: to assistive
// technology this is one picture with a label.
import { Skeleton, useComputedColorScheme } from "@mantine/core";
import { useElementSize, useReducedMotion } from "@mantine/hooks";
import type { EChartsCoreOption, EChartsType } from "echarts/core";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { loadPart } from "@/shared/lib/loadPart";

interface ChartProps {
  label: string;
  option: EChartsCoreOption;
  height?: number;
  /** Drawn at once and in light colors. */
  onPaper?: boolean;
}

export function Chart({ label, option, height = 280, onPaper = false }: ChartProps) {
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType>(undefined);
  const [ready, setReady] = useState(false);
  const { ref, width } = useElementSize();
  const scheme = useComputedColorScheme("light");
  const language = useTranslation().i18n.language.toUpperCase();
  const still = useReducedMotion() || onPaper;

  useEffect(() => {
    let gone = false;
    // When it does not come, the table beside has the figures.
    const loaded = loadPart(() => import("./echarts")).then(({ makeChart }) => {
      if (gone || !host.current) return;
      chart.current = makeChart(host.current, undefined, { renderer: "svg", locale: language });
      setReady(true);
    });
    loaded.catch((error) => reportError(error));
    return () => {
      gone = true;
      chart.current?.dispose();
      chart.current = undefined;
    };
  }, [language]);

  useEffect(() => {
    if (!ready) return;
    const text = scheme === "dark" && !onPaper ? "#c2cec9" : "#4a5550";
    chart.current?.setOption(
      { textStyle: { fontFamily: "inherit", color: text }, animation: !still, ...option },
      { notMerge: true },
    );
  }, [ready, option, scheme, still, onPaper]);

  useEffect(() => {
    if (ready && width > 0) chart.current?.resize();
  }, [ready, width]);

  return (
    <div ref={ref} style={{ position: "relative", height }}>
      {!ready && <Skeleton pos="absolute" h={height} radius="lg" />}
      <div ref={host} role="img" aria-label={label} style={{ height }} />
    </div>
  );
}
