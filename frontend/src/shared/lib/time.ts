// Instants and days, in the person's time zone and locale.
import { byLocale } from "../i18n/locale";

const pad = (value: number, digits = 2) => String(value).padStart(digits, "0");

/** RFC 3339 with the local offset, e.g. 2026-11-23T10:00:00+01:00. */
export function toRfc3339(at: Date): string {
  const offset = -at.getTimezoneOffset();
  const sign = offset < 0 ? "-" : "+";
  const zone = `${sign}${pad(Math.floor(Math.abs(offset) / 60))}:${pad(Math.abs(offset) % 60)}`;
  return `${toLocalInput(at)}:${pad(at.getSeconds())}${zone}`;
}

/** The value of an `<input type="datetime-local">`. */
export function toLocalInput(at: Date): string {
  return `${toLocalDay(at)}T${pad(at.getHours())}:${pad(at.getMinutes())}`;
}

/** The value of an `<input type="date">`, also the key of a day. */
export function toLocalDay(at: Date): string {
  return `${pad(at.getFullYear(), 4)}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;
}

/** The first instant of a local day "2026-11-23". */
export function startOfDay(day: string): Date {
  return new Date(`${day}T00:00:00`);
}

/** The last second of a local day. */
export function endOfDay(day: string): Date {
  return new Date(`${day}T23:59:59`);
}

const dates = (options: Intl.DateTimeFormatOptions) =>
  byLocale((locale) => new Intl.DateTimeFormat(locale, options));
const day = dates({ weekday: "short", day: "numeric", month: "short", year: "numeric" });
const shortDay = dates({ day: "numeric", month: "short" });
const time = dates({ hour: "numeric", minute: "2-digit" });
const dayAndTime = dates({ dateStyle: "medium", timeStyle: "short" });
const relativeDay = byLocale((locale) => new Intl.RelativeTimeFormat(locale, { numeric: "auto" }));

export const formatDay = (at: Date) => day().format(at);
export const formatShortDay = (at: Date) => shortDay().format(at);
export const formatTime = (at: Date) => time().format(at);
export const formatDayAndTime = (at: Date) => dayAndTime().format(at);

/** "today", "yesterday", or the date. */
export function formatDayHeading(key: string, now = new Date()): string {
  const days = Math.round((startOfDay(key).getTime() - startOfDay(toLocalDay(now)).getTime()) / 86_400_000);
  return days === 0 || days === -1 ? relativeDay().format(days, "day") : formatDay(startOfDay(key));
}

/** Seconds as 0:07, 12:30 or 1:02:03. */
export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(whole / 3600);
  const rest = `${hours ? pad(Math.floor((whole % 3600) / 60)) : Math.floor(whole / 60)}:${pad(whole % 60)}`;
  return hours ? `${hours}:${rest}` : rest;
}
