// Appointments as they take place: one that recurs on each of its days.
import type { Appointment, DogRecord } from "../api/types";
import { clockAt, dayOf, type Place, writtenOffset } from "./zonedTime";

export interface Occurrence {
  /** The same for the same occurrence. */
  key: string;
  appointment: Appointment;
  start: Date;
  /** Absent: it only has a beginning. */
  end?: Date;
  /** The day at its place: what exceptions and answers call it by. */
  day: string;
}

/** Whose clocks the appointment keeps to. */
export const placeOf = ({ timeZone, occurredAt }: Pick<Appointment, "timeZone" | "occurredAt">): Place =>
  timeZone && isZone(timeZone) ? timeZone : writtenOffset(occurredAt);

function isZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: name }));
  } catch {
    // The server's list of zones may be newer than the browser's.
    return false;
  }
}

export const lengthOf = ({
  occurredAt,
  endsAt,
}: Pick<Appointment, "occurredAt" | "endsAt">): number | undefined =>
  endsAt === undefined ? undefined : new Date(endsAt).getTime() - new Date(occurredAt).getTime();

/** What takes place between the two, or has begun before and lasts; in order of time. */
export async function occurrencesIn(records: DogRecord[], from: Date, to: Date): Promise<Occurrence[]> {
  const appointments = records.filter((record): record is Appointment => record.type === "appointment");
  // The rules' library comes only when there are rules.
  const expand = appointments.some(({ recurrence }) => recurrence)
    ? (await import("./recurrence")).beginnings
    : () => [];
  return appointments
    .flatMap((appointment) => {
      const start = new Date(appointment.occurredAt);
      const place = placeOf(appointment);
      const length = lengthOf(appointment);
      const earliest = new Date(from.getTime() - (length ?? 0));
      const { recurrence: rule, exceptDates: except = [] } = appointment;
      const starts = rule ? expand({ start, place, rule, except }, earliest, to) : [start];
      return starts
        .filter((at) => at < to && (at >= from || at.getTime() + (length ?? 0) > from.getTime()))
        .map((at) => ({
          key: `${appointment.id}~${at.toISOString()}`,
          appointment,
          start: at,
          ...(length !== undefined && { end: new Date(at.getTime() + length) }),
          day: dayOf(clockAt(at, place)),
        }));
    })
    .sort((a, b) => a.start.getTime() - b.start.getTime() || (a.key < b.key ? -1 : 1));
}
