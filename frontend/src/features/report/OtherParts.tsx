// The parts of a report that are lists.
import { Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Report } from "@/shared/api/types";
import { triggerThreshold } from "@/shared/figures/behavior";
import { planFidelity } from "@/shared/figures/training";
import { formatDay, formatDayAndTime } from "@/shared/lib/time";
import { ReportFigure } from "./ReportFigure";
import classes from "./ReportSheet.module.css";

type Part<Name extends keyof Report> = NonNullable<Report[Name]>;

function Section({ title, empty, children }: { title: string; empty?: string; children: ReactNode }) {
  return (
    <section>
      <Title order={2} fz="lg">
        {title}
      </Title>
      {empty ? <Text c="dimmed">{empty}</Text> : children}
    </section>
  );
}

export function TriggerPart({ triggers }: { triggers: Part<"triggers"> }) {
  const { t } = useTranslation();
  return (
    <Section
      title={t("report.part.triggers")}
      empty={triggers.length === 0 ? t("report.noTriggers") : undefined}
    >
      {triggers.map(({ trigger, threshold }) => {
        const view = triggerThreshold(trigger, threshold, t);
        return (
          <div key={trigger}>
            <Title order={3} fz="md">
              {trigger}
            </Title>
            <Text size="sm">{view.facts?.join(" ")}</Text>
            <ReportFigure view={view} tableOnly={threshold.meters === null} />
          </div>
        );
      })}
    </Section>
  );
}

export function HomeworkPart({ homework }: { homework: Part<"homework"> }) {
  const { t } = useTranslation();
  return (
    <Section
      title={t("report.part.homework")}
      empty={homework.weeks.length === 0 ? t("report.noHomework") : undefined}
    >
      <Text size="sm">{homework.titles.join(", ")}</Text>
      <ReportFigure view={planFidelity(homework.weeks, t)} />
    </Section>
  );
}

export function IncidentList({ incidents }: { incidents: Part<"incidents"> }) {
  const { t } = useTranslation();
  return (
    <Section
      title={t("report.part.incidents")}
      empty={incidents.length === 0 ? t("report.noIncidents") : undefined}
    >
      {incidents.map((incident) => (
        <div key={incident.at + incident.description} className={classes.entry}>
          <Text size="sm" fw={600}>
            {[
              formatDayAndTime(new Date(incident.at)),
              t(`report.incident.${incident.kind}`),
              incident.dunbarLevel && t("report.dunbar", { level: incident.dunbarLevel }),
              incident.victim && t(`report.victim.${incident.victim}`),
            ]
              .filter(Boolean)
              .join(" · ")}
          </Text>
          <Text size="sm">{incident.description}</Text>
          {incident.actionTaken && (
            <Text size="sm">{t("report.action", { action: incident.actionTaken })}</Text>
          )}
        </div>
      ))}
    </Section>
  );
}

export function VisitList({ visits }: { visits: Part<"visits"> }) {
  const { t } = useTranslation();
  return (
    <Section title={t("report.part.visits")} empty={visits.length === 0 ? t("report.noVisits") : undefined}>
      <Text size="sm">
        {visits.map(({ kind, count }) => t(`report.visit.${kind}`, { count })).join(", ")}
      </Text>
    </Section>
  );
}

export function EventList({ events }: { events: Part<"events"> }) {
  const { t } = useTranslation();
  return (
    <Section title={t("report.part.events")} empty={events.length === 0 ? t("report.noEvents") : undefined}>
      {events.map(({ at, description }) => (
        <Text key={at + description} size="sm" className={classes.entry}>
          {formatDay(new Date(at))}: {description}
        </Text>
      ))}
    </Section>
  );
}

export function NoteList({ notes }: { notes: Part<"notes"> }) {
  const { t } = useTranslation();
  return (
    <Section title={t("report.part.notes")}>
      {notes.map(({ at, author, text }) => (
        <div key={at + text} className={classes.entry}>
          <Text size="sm" fw={600}>
            {formatDayAndTime(new Date(at))} · {author}
          </Text>
          <Text size="sm" style={{ whiteSpace: "pre-wrap" }}>
            {text}
          </Text>
        </div>
      ))}
    </Section>
  );
}
