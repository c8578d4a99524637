import { IconCalendarEvent } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Occurrence } from "@/shared/agenda/occurrences";
import type { Dog } from "@/shared/api/types";
import { formatDay, formatTime, startOfDay, toLocalDay } from "@/shared/lib/time";
import { dogOf } from "./dogOf";
import { TodayRow, TodaySection } from "./TodaySection";
import type { AgendaDay } from "./today";

interface AgendaSectionProps {
  days: AgendaDay[];
  dogs: Dog[];
  now: Date;
}

/** A list for each day that has something. */
export function AgendaSection({ days, dogs, now }: AgendaSectionProps) {
  const { t } = useTranslation();
  const tomorrow = toLocalDay(new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1));
  const name = (day: string) =>
    day === toLocalDay(now)
      ? t("today.today")
      : day === tomorrow
        ? t("today.tomorrow")
        : formatDay(startOfDay(day));
  return days.map(({ day, occurrences }) => (
    <TodaySection key={day} title={name(day)}>
      {occurrences.map((one) => (
        <OccurrenceRow key={one.key} occurrence={one} dog={dogOf(dogs, one.appointment)} now={now} />
      ))}
    </TodaySection>
  ));
}

interface OccurrenceRowProps {
  occurrence: Occurrence;
  dog: Dog | undefined;
  now: Date;
}

function OccurrenceRow({ occurrence: { key, appointment, start, end, day }, dog, now }: OccurrenceRowProps) {
  const { t } = useTranslation();
  const sameDay = end && toLocalDay(start) === toLocalDay(end);
  const when = [start, ...(sameDay ? [end] : [])].map(formatTime).join(" – ");
  return (
    <TodayRow
      to={`/calendar?day=${day}&open=${encodeURIComponent(key)}`}
      icon={<IconCalendarEvent size={22} />}
      color="grape"
      title={appointment.title}
      dogName={dog?.name}
      detail={[when, appointment.place, appointment.room].filter(Boolean).join(" · ")}
      badge={start <= now && end && end > now && t("today.running")}
    />
  );
}
