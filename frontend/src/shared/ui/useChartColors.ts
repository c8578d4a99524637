import { useComputedColorScheme } from "@mantine/core";

export type ChartColors = ReturnType<typeof useChartColors>;

/** On paper, whatever the screen's scheme. */
const light = {
  first: "#147059",
  second: "#b97208",
  third: "#4453c4",
  axis: "#5b6661",
  grid: "#e6e1d7",
  card: "#ffffff",
};

/** Colors for lines, bars and axes that keep 3:1 against the card in both schemes. */
export function useChartColors(onPaper = false) {
  const dark = useComputedColorScheme("light") === "dark" && !onPaper;
  return dark
    ? {
        first: "#4db591",
        second: "#ffc45c",
        third: "#9aa8ff",
        axis: "#a3b1ab",
        grid: "#2c3833",
        card: "#1b2421",
      }
    : light;
}
