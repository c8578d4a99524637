// FullCalendar with the occurrences on it. It is told what there is and says what people do with it; it keeps nothing.
import FullCalendar, { type CalendarRef } from "@fullcalendar/react";
import dayGridPlugin from "@fullcalendar/react/daygrid";
import interactionPlugin from "@fullcalendar/react/interaction";
import listPlugin from "@fullcalendar/react/list";
import classicTheme from "@fullcalendar/react/themes/classic";
import timeGridPlugin from "@fullcalendar/react/timegrid";
import { type Ref, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Occurrence } from "@/shared/agenda/occurrences";
import type { Dog } from "@/shared/api/types";
import { locale } from "@/shared/i18n/locale";
import { firstDayOfWeek } from "@/shared/lib/week";
import "@fullcalendar/react/skeleton.css";
import "@fullcalendar/react/themes/classic/theme.css";
import "@fullcalendar/react/themes/classic/palette.css";
import classes from "./Board.module.css";
import type { Times } from "./moves";

export const views = { month: "dayGridMonth", week: "timeGridWeek", agenda: "agenda" } as const;
export type View = keyof typeof views;

// Each has 4.5:1 and more against white.
const colors = ["#147059", "#364fc7", "#862e9c", "#1864ab", "#9a3412", "#5f3dc4"];
const plugins = [classicTheme, dayGridPlugin, timeGridPlugin, listPlugin, interactionPlugin];

interface BoardProps {
  ref: Ref<CalendarRef>;
  view: View;
  /** As on a phone. */
  narrow: boolean | undefined;
  /** A local day that is shown at first. */
  day: string | undefined;
  occurrences: Occurrence[];
  dogs: Dog[];
  mayMove: (occurrence: Occurrence) => boolean;
  onRange: (from: Date, to: Date, title: string) => void;
  onOpen: (occurrence: Occurrence) => void;
  /** A time that was tapped. */
  onTime: (at: Date, wholeDay: boolean) => void;
  onMove: (occurrence: Occurrence, to: Times, revert: () => void) => void;
}

export function Board(props: BoardProps) {
  const { ref, view, narrow, day, occurrences, dogs, mayMove, onRange, onOpen, onTime, onMove } = props;
  const { t } = useTranslation();
  const events = useMemo(
    () =>
      occurrences.map((one) => {
        const dog = dogs.findIndex(({ id }) => id === one.appointment.dogId);
        const { title, place, canceled } = one.appointment;
        const words = [dogs.length > 1 && dogs[dog]?.name, title, place, canceled && t("calendar.canceled")];
        return {
          id: one.key,
          title: words.filter(Boolean).join(" · "),
          start: one.start,
          ...(one.end && { end: one.end }),
          color: colors[dog % colors.length] ?? "#147059",
          editable: mayMove(one),
          className: canceled ? classes.canceled : "",
        };
      }),
    [occurrences, dogs, mayMove, t],
  );
  const find = (key: string) => occurrences.find((one) => one.key === key);
  const change = (event: { id: string; start: Date | null; end: Date | null }, revert: () => void) => {
    const one = find(event.id);
    if (!one || !event.start) return revert();
    onMove(one, { start: event.start, ...(event.end && { end: event.end }) }, revert);
  };
  return (
    <div className={classes.board}>
      <FullCalendar
        ref={ref}
        plugins={plugins}
        initialView={views[view]}
        initialDate={day}
        views={{
          agenda: { type: "list", duration: { days: 30 } },
          // A day of 24 hours is scrolled within the page, and begins in the morning.
          timeGridWeek: {
            height: "70vh",
            dayHeaderFormat: { weekday: narrow ? "narrow" : "short", day: "numeric" },
          },
        }}
        headerToolbar={false}
        locale={locale()}
        firstDay={firstDayOfWeek()}
        height="auto"
        allDaySlot={false}
        scrollTime="07:00:00"
        nowIndicator
        dayMaxEvents={3}
        eventInteractive
        events={events}
        noEventsText={t("calendar.empty")}
        moreLinkText={(count) => t("calendar.more", { count })}
        closeHint={t("common.close")}
        datesSet={({ start, end, view: shown }) => onRange(start, end, shown.title)}
        eventClick={({ event, jsEvent }) => {
          jsEvent.preventDefault();
          const one = find(event.id);
          if (one) onOpen(one);
        }}
        dateClick={({ date, allDay }) => onTime(date, allDay)}
        eventDrop={({ event, revert }) => change(event, revert)}
        eventResize={({ event, revert }) => change(event, revert)}
      />
    </div>
  );
}
