// An appointment at another time: pure functions from what it is to what it becomes.
import { lengthOf, type Occurrence, placeOf } from "@/shared/agenda/occurrences";
import { type ClockTime, clockAt, dayOf, instantOf, type Place, writtenAt } from "@/shared/agenda/zonedTime";
import type { Appointment, NewRecordOf } from "@/shared/api/types";
import { fieldsOf } from "@/shared/lib/fieldsOf";

export interface Times {
  start: Date;
  /** Absent: it keeps its length. */
  end?: Date;
}

type Fields = NewRecordOf<"appointment">;

const dayMs = 86_400_000;
const fields = (appointment: Appointment) => fieldsOf(appointment) as Fields;

function timesAt({ start, end }: Times, place: Place, length: number | undefined) {
  const ends = end ?? (length === undefined ? undefined : new Date(start.getTime() + length));
  return { occurredAt: writtenAt(start, place), ...(ends && { endsAt: writtenAt(ends, place) }) };
}

/** One that takes place once. */
export function moved({ appointment }: Occurrence, to: Times): Fields {
  return { ...fields(appointment), ...timesAt(to, placeOf(appointment), lengthOf(appointment)) };
}

/** One day of a series: the series without it, and an appointment of its own. */
export function movedAlone({ appointment, day }: Occurrence, to: Times): { series: Fields; single: Fields } {
  const { recurrence, exceptDates = [], ...rest } = fields(appointment);
  return {
    series: { ...rest, recurrence, exceptDates: [...exceptDates, day] },
    single: {
      ...rest,
      exceptDates: [],
      ...timesAt(to, placeOf(appointment), lengthOf(appointment)),
    },
  };
}

/** The whole series, by as much as this day is moved; undefined when its rule names days that cannot be shifted. */
export function movedSeries(occurrence: Occurrence, to: Times): Fields | undefined {
  const { appointment, start } = occurrence;
  const place = placeOf(appointment);
  const before = clockAt(start, place);
  const after = clockAt(to.start, place);
  const days = Math.round((dayNumber(after) - dayNumber(before)) / dayMs);
  const recurrence = shiftedRule(appointment.recurrence ?? "", days, to.start.getTime() - start.getTime());
  if (recurrence === undefined) return undefined;
  const first = clockAt(new Date(appointment.occurredAt), place);
  const { hour, minute, second } = after;
  const begins = instantOf({ ...clockOn(first, days), hour, minute, second }, place);
  const length = to.end ? to.end.getTime() - to.start.getTime() : lengthOf(appointment);
  return {
    ...fields(appointment),
    recurrence,
    exceptDates: (appointment.exceptDates ?? []).map((day) => shiftedDay(day, days)),
    ...timesAt({ start: begins }, place, length),
  };
}

const dayNumber = ({ year, month, day }: ClockTime) => Date.UTC(year, month - 1, day);

/** The same time of day so many days later. */
function clockOn(clock: ClockTime, days: number): ClockTime {
  const at = new Date(dayNumber(clock) + days * dayMs);
  return { ...clock, year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, day: at.getUTCDate() };
}

function shiftedDay(day: string, days: number): string {
  const [year = 0, month = 0, date = 0] = day.split("-").map(Number);
  return dayOf(clockOn({ year, month, day: date, hour: 0, minute: 0, second: 0 }, days));
}

const weekdays = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];

function shiftedRule(rule: string, days: number, milliseconds: number): string | undefined {
  const parts = rule.split(";").map((part) => {
    const [name = "", value = ""] = part.split("=");
    if (name === "UNTIL") return `UNTIL=${shiftedUntil(value, days, milliseconds)}`;
    if (days === 0 || !name.startsWith("BY")) return part;
    const names = value.split(",");
    const plain = rule.startsWith("FREQ=WEEKLY") && name === "BYDAY";
    if (!plain || !names.every((one) => weekdays.includes(one))) return undefined;
    return `BYDAY=${names.map((one) => weekdays[(((weekdays.indexOf(one) + days) % 7) + 7) % 7]).join(",")}`;
  });
  return parts.every((part) => part !== undefined) ? parts.join(";") : undefined;
}

function shiftedUntil(until: string, days: number, milliseconds: number): string {
  const [, year, month, day, time] = /^(\d{4})(\d\d)(\d\d)(T\d{6}Z?)?$/.exec(until) ?? [];
  if (!year) return until;
  const date = `${year}-${month}-${day}`;
  if (!time?.endsWith("Z")) return shiftedDay(date, days).replaceAll("-", "") + (time ?? "");
  const clock = time.slice(1, 7).replace(/(\d\d)(\d\d)(\d\d)/, "$1:$2:$3");
  return untilText(new Date(new Date(`${date}T${clock}Z`).getTime() + milliseconds));
}

/** As UNTIL of a rule writes an instant. */
export const untilText = (at: Date): string => at.toISOString().replace(/[-:]|\.\d+/g, "");
