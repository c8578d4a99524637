// What a chart shows, before it is drawn: its picture, its table and its file all come from this, so that they agree.
import type { EChartsCoreOption } from "echarts/core";
import type { TFunction } from "i18next";
import { formatNumber } from "../i18n/locale";
import type { ChartColors } from "../ui/useChartColors";

export type Cell = string | number | null;

export interface Column {
  title: string;
  numeric?: boolean;
}

export interface FigureView {
  /** What the picture is of, for those who do not see it. */
  label: string;
  /** The table's name. */
  caption: string;
  columns: Column[];
  /** None: there is nothing to show yet. Null: not computable. */
  rows: Cell[][];
  /** The records that the rows are of, to be opened. */
  records?: (string | undefined)[];
  /** Figures that stand for the whole, as sentences. */
  facts?: string[];
  /** Why the figure cannot be computed. */
  reason?: string;
  /** Absent: there is nothing to draw. */
  draw?: (colors: ChartColors) => EChartsCoreOption;
  /** Whether its x axis may be zoomed. */
  zoom?: boolean;
  height?: number;
}

export type Translate = TFunction;

/** At most so many digits after the point, without zeros at the end. */
export function rounded(value: number | null | undefined, digits = 1): number | null {
  if (value === null || value === undefined) return null;
  return Math.round(value * 10 ** digits) / 10 ** digits;
}

export const percentText = (value: number | null | undefined) =>
  value === null || value === undefined ? null : `${formatNumber(rounded(value) ?? 0)} %`;

/** A cell as text: what is not computable is a dash. */
export const cellText = (cell: Cell) =>
  cell === null ? "–" : typeof cell === "number" ? formatNumber(cell) : cell;

/**
 * What a spreadsheet takes for a formula: the characters that begin one, also full-width and small ones, behind spaces,
 * and a leading tab or line break. Apostrophes are skipped, so that one more is never mistaken for ours.
 */
const formula = /^[' \u00A0\u3000\uFEFF]*[=\uFF1D\uFE66+\uFF0B\uFE62\-\uFF0D\uFE63@\uFF20\uFE6B\t\r\n]/;

/** A CSV file of the table. A text that a spreadsheet would take for a formula is set in quotation by an apostrophe. */
export function toCsv({ columns, rows }: Pick<FigureView, "columns" | "rows">): string {
  const quoted = (cell: Cell) => {
    const text = cell === null ? "" : String(cell);
    const safe = typeof cell === "string" && formula.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const lines = [columns.map(({ title }) => title), ...rows].map((line) => line.map(quoted).join(","));
  return `${lines.join("\r\n")}\r\n`;
}
