import { Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { AbcPerWeek, BehaviorReport } from "@/shared/api/types";
import { eventSeries, intervalSeries } from "@/shared/figures/behavior";
import { abcPerWeek } from "@/shared/figures/records";
import { phaseEffects } from "@/shared/figures/training";
import { ReportFigure } from "./ReportFigure";
import classes from "./ReportSheet.module.css";
import { useChangeText } from "./useChangeText";

interface BehaviorPartProps {
  behaviors: BehaviorReport[];
  abc: AbcPerWeek | undefined;
}

export function BehaviorPart({ behaviors, abc }: BehaviorPartProps) {
  const { t } = useTranslation();
  const written = abc?.behaviors.map(({ behavior, count }) => `${behavior} (${count})`) ?? [];
  return (
    <section>
      <Title order={2} fz="lg">
        {t("report.part.behavior")}
      </Title>
      {behaviors.length === 0 && written.length === 0 && <Text c="dimmed">{t("report.noBehavior")}</Text>}
      {behaviors.map((behavior) => (
        <BehaviorEntry key={behavior.behavior} report={behavior} />
      ))}
      {abc && written.length > 0 && (
        <>
          <Title order={3} fz="md">
            {t("report.abc")}
          </Title>
          <Text size="sm">{written.join(", ")}</Text>
          <ReportFigure view={abcPerWeek(abc, t)} />
        </>
      )}
    </section>
  );
}

function BehaviorEntry({ report }: { report: BehaviorReport }) {
  const { t } = useTranslation();
  const changeText = useChangeText();
  const { behavior, celeration, lines } = report;
  const phases = phaseEffects(behavior, report.phases, t);
  return (
    <>
      <Title order={3} fz="md">
        {behavior}
      </Title>
      {report.definition && <Text size="sm">{report.definition}</Text>}
      <dl className={classes.facts}>
        <dt>{t("report.wanted")}</dt>
        <dd>{t(`report.wantedChange.${report.wanted}`)}</dd>
        <dt>{t("report.rate")}</dt>
        <dd>{changeText(report.rate, "")}</dd>
        <dt>{t("report.measure.celeration.name")}</dt>
        <dd>
          {celeration.text
            ? t("report.celeration", { factor: celeration.text, n: celeration.n })
            : t("report.notComputable", { reason: celeration.reason })}
        </dd>
      </dl>
      <ReportFigure view={eventSeries(behavior, report, t)} />
      <ReportFigure view={intervalSeries(behavior, { points: report.intervals, lines }, t)} />
      {phases.rows.length > 0 && <ReportFigure view={{ ...phases, reason: undefined }} tableOnly />}
    </>
  );
}
