import { Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Report } from "@/shared/api/types";
import { vaccinations, weights } from "@/shared/figures/records";
import { ReportFigure } from "./ReportFigure";

export function HealthPart({ health }: { health: NonNullable<Report["health"]> }) {
  const { t } = useTranslation();
  return (
    <section>
      <Title order={2} fz="lg">
        {t("report.part.health")}
      </Title>
      {health.weights.length === 0 ? (
        <Text c="dimmed">{t("report.noWeights")}</Text>
      ) : (
        <ReportFigure view={weights(health.weights, t)} />
      )}
      <ReportFigure view={vaccinations(health.vaccinations, t)} tableOnly />
    </section>
  );
}
