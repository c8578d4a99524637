// Clocks at a place, named by its IANA time zone, or at a fixed offset from UTC in minutes.

export type Place = string | number;

/** What a clock and a calendar show; the month counts from 1. */
export interface ClockTime {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
}

const minute = 60_000;
const pad = (value: number, digits = 2) => String(value).padStart(digits, "0");
const asUtc = (at: ClockTime) => Date.UTC(at.year, at.month - 1, at.day, at.hour, at.minute, at.second);

// Making one takes longer than all that is asked of it.
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  formats.set(zone, made);
  return made;
}

export function clockAt(at: Date, place: Place): ClockTime {
  if (typeof place === "number") return fromUtc(at.getTime() + place * minute);
  const parts = formatOf(place).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find((one) => one.type === type)?.value ?? 0);
  return {
    year: part("year"),
    month: part("month"),
    day: part("day"),
    hour: part("hour"),
    minute: part("minute"),
    second: part("second"),
  };
}

function fromUtc(milliseconds: number): ClockTime {
  const at = new Date(milliseconds);
  return {
    year: at.getUTCFullYear(),
    month: at.getUTCMonth() + 1,
    day: at.getUTCDate(),
    hour: at.getUTCHours(),
    minute: at.getUTCMinutes(),
    second: at.getUTCSeconds(),
  };
}

/** How far the clocks are ahead of UTC, in milliseconds. */
function offsetAt(milliseconds: number, place: Place): number {
  if (typeof place === "number") return place * minute;
  return asUtc(clockAt(new Date(milliseconds), place)) - Math.floor(milliseconds / 1000) * 1000;
}

/**
 * When the clocks show it. Left out when they are put forward: as long after the gap. Shown twice when they are put
 * back: the first time.
 */
export function instantOf(clock: ClockTime, place: Place): Date {
  const local = asUtc(clock);
  const day = 86_400_000;
  const before = local - offsetAt(local - day, place);
  const after = local - offsetAt(local + day, place);
  if (before === after) return new Date(before);
  const shows = (at: number) => at + offsetAt(at, place) === local;
  return new Date(shows(before) || !shows(after) ? before : after);
}

/** A day as records write it, 2026-11-23. */
export const dayOf = ({ year, month, day }: ClockTime): string => `${pad(year, 4)}-${pad(month)}-${pad(day)}`;

/** The offset that is written in an RFC 3339 time, in minutes. */
export function writtenOffset(rfc3339: string): number {
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)$/.exec(rfc3339) ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0));
}

/** RFC 3339 with the offset of the place. */
export function writtenAt(at: Date, place: Place): string {
  const clock = clockAt(at, place);
  const offset = offsetAt(at.getTime(), place) / minute;
  const size = Math.abs(offset);
  const time = `${pad(clock.hour)}:${pad(clock.minute)}:${pad(clock.second)}`;
  return `${dayOf(clock)}T${time}${offset < 0 ? "-" : "+"}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
}
