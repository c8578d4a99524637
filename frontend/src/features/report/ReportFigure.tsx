import { Text } from "@mantine/core";
import { FigureChart } from "@/shared/figures/FigureChart";
import { FigureTable } from "@/shared/figures/FigureTable";
import type { FigureView } from "@/shared/figures/figure";
import classes from "./ReportSheet.module.css";

/** A chart and its table on paper; why there is none, or nothing without figures. */
export function ReportFigure({ view, tableOnly = false }: { view: FigureView; tableOnly?: boolean }) {
  return (
    <>
      {view.reason && (
        <Text size="sm" c="dimmed">
          {view.reason}
        </Text>
      )}
      {view.rows.length > 0 && (
        <>
          {!tableOnly && !view.reason && (
            <div className={classes.figure}>
              <FigureChart view={view} onPaper />
            </div>
          )}
          {/* biome-ignore-start lint/a11y: on a narrow screen it scrolls, by keyboard too; a fieldset is for forms */}
          <div className={classes.table} tabIndex={0} role="group" aria-label={view.caption}>
            <FigureTable view={view} onPaper />
          </div>
          {/* biome-ignore-end lint/a11y: see above */}
        </>
      )}
    </>
  );
}
