import { Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { TargetReport } from "@/shared/api/types";
import { generalization, phaseEffects, successRate, targetState } from "@/shared/figures/training";
import { ReportFigure } from "./ReportFigure";
import classes from "./ReportSheet.module.css";
import { useChangeText } from "./useChangeText";

export function TrainingPart({ targets }: { targets: TargetReport[] }) {
  const { t } = useTranslation();
  return (
    <section>
      <Title order={2} fz="lg">
        {t("report.part.training")}
      </Title>
      {targets.length === 0 && <Text c="dimmed">{t("report.noTargets")}</Text>}
      {targets.map((target) => (
        <TargetEntry key={target.name} target={target} />
      ))}
    </section>
  );
}

function TargetEntry({ target }: { target: TargetReport }) {
  const { t } = useTranslation();
  const changeText = useChangeText();
  const state = targetState(target.name, target, t);
  const cells = generalization(target.name, target.generalization, t);
  const phases = phaseEffects(target.name, target.phases, t);
  return (
    <>
      <Title order={3} fz="md">
        {target.name}
      </Title>
      {target.goal && <Text size="sm">{target.goal}</Text>}
      <dl className={classes.facts}>
        <dt>{t("report.success")}</dt>
        <dd>{changeText(target.success, " %")}</dd>
        <dt>{t("report.step")}</dt>
        <dd>{t("report.stepOf", { step: target.advice.step + 1, steps: target.steps })}</dd>
        <dt>{t("report.state")}</dt>
        <dd>{state.facts?.slice(1).join(" ")}</dd>
      </dl>
      <ReportFigure view={successRate(target.name, target, t)} />
      {phases.rows.length > 0 && <ReportFigure view={{ ...phases, reason: undefined }} tableOnly />}
      {cells.rows.length > 0 && <ReportFigure view={cells} tableOnly />}
    </>
  );
}
