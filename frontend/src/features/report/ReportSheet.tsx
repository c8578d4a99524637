// A report as it is handed over: on the screen, on paper and behind a link.
import { Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Report } from "@/shared/api/types";
import { inSentence } from "@/shared/i18n/locale";
import { formatDay, formatDayAndTime, startOfDay } from "@/shared/lib/time";
import { BehaviorPart } from "./BehaviorPart";
import { HealthPart } from "./HealthPart";
import { EventList, HomeworkPart, IncidentList, NoteList, TriggerPart, VisitList } from "./OtherParts";
import { PageStyle } from "./PageStyle";
import classes from "./ReportSheet.module.css";
import { TrainingPart } from "./TrainingPart";
import type { Paper } from "./useReportChoices";

interface ReportSheetProps {
  report: Report;
  paper?: Paper;
  printing?: boolean;
}

export function ReportSheet({ report, paper = "A4", printing = false }: ReportSheetProps) {
  const { t } = useTranslation();
  const { dog, period, madeBy, madeAt } = report;
  const days = t("report.days", {
    from: formatDay(startOfDay(period.from)),
    to: formatDay(startOfDay(period.to)),
  });
  const about = [
    dog.breed,
    dog.sex && t(`dog.${dog.sex}`),
    dog.birthDate && t("report.born", { day: formatDay(startOfDay(dog.birthDate)) }),
  ].filter(Boolean);
  return (
    <article className={classes.sheet} data-printing={printing || undefined} aria-label={t("report.title")}>
      <PageStyle paper={paper} header={`${dog.name} · ${days}`} />
      <Title order={2} fz="1.5rem" style={{ border: "none", margin: 0 }}>
        {t("report.of", { dog: dog.name })}
      </Title>
      <Text size="sm">{days}</Text>
      {about.length > 0 && (
        <Text size="sm" c="dimmed">
          {about.join(" · ")}
        </Text>
      )}
      <Text size="sm" c="dimmed">
        {t("report.madeBy", {
          name: madeBy.name,
          role: inSentence(t(`roles.one.${madeBy.role}`)),
          when: formatDayAndTime(new Date(madeAt)),
        })}
      </Text>
      {report.training && <TrainingPart targets={report.training} />}
      {report.behavior && <BehaviorPart behaviors={report.behavior} abc={report.abcRecords} />}
      {report.triggers && <TriggerPart triggers={report.triggers} />}
      {report.homework && <HomeworkPart homework={report.homework} />}
      {report.health && <HealthPart health={report.health} />}
      {report.incidents && <IncidentList incidents={report.incidents} />}
      {report.visits && <VisitList visits={report.visits} />}
      {report.events && <EventList events={report.events} />}
      {report.notes && report.notes.length > 0 && <NoteList notes={report.notes} />}
      {report.definitions.length > 0 && (
        <section>
          <Title order={2} fz="lg">
            {t("report.meaning")}
          </Title>
          <dl className={classes.facts}>
            {report.definitions.map(({ measure }) => (
              <div key={measure} className={classes.entry} style={{ display: "contents" }}>
                <dt>{t(`report.measure.${measure}.name`)}</dt>
                <dd>{t(`report.measure.${measure}.text`)}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
    </article>
  );
}
