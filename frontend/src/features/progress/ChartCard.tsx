// A chart of the catalog with what is chosen for it; the choices are in the address.
import { useTranslation } from "react-i18next";
import type { ChartName, Figures } from "@/shared/api/types";
import type { FigureView, Translate } from "@/shared/figures/figure";
import { useDog } from "@/shared/lib/dogContext";
import { ChartChoices } from "./ChartChoices";
import type { ChartKind } from "./charts";
import { FigureCard } from "./FigureCard";
import { type Period, useFigures } from "./progress.queries";
import { useChoices } from "./useChoices";

type AnyView = (figures: Figures[ChartName], subject: string, t: Translate) => FigureView;

export function ChartCard({ chart, period }: { chart: ChartKind; period: Period }) {
  const { t } = useTranslation();
  const dog = useDog();
  const choices = useChoices(chart);
  const figures = useFigures(dog.id, chart.name, choices.query, period);
  // The catalog gives each chart the view of its own figures.
  const view = chart.view as AnyView;
  const waiting = choices.isPending || (choices.query !== undefined && figures.isPending);
  return (
    <FigureCard
      title={t(`progress.chart.${chart.name}.title`)}
      help={t(`progress.chart.${chart.name}.help`)}
      empty={t(`progress.chart.${chart.name}.empty`)}
      view={figures.data && choices.query ? view(figures.data, choices.subject, t) : undefined}
      error={choices.error ?? figures.error ?? undefined}
      retry={() => figures.refetch()}
      choices={<ChartChoices chart={chart} choices={choices} />}
      missing={
        waiting || choices.error || choices.query ? undefined : t(`progress.chart.${chart.name}.empty`)
      }
    />
  );
}
