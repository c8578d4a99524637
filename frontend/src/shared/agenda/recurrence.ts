// When something that recurs takes place: RFC 5545 rules, expanded by ical.js as the server expands them by libical.
import ICAL from "ical.js";
import { type ClockTime, clockAt, dayOf, instantOf, type Place } from "./zonedTime";

export interface Series {
  start: Date;
  /** Whose clocks it keeps to. */
  place: Place;
  rule: string;
  /** Days there on which it does not take place. */
  except: string[];
}

// The most beginnings that are gone through: 60 years of every day, as on the server.
const mostSteps = 22_000;
const twoDays = 2 * 86_400_000;

const floating = ({ year, month, day, hour, minute, second }: ClockTime) =>
  new ICAL.Time({ year, month, day, hour, minute, second, isDate: false }, ICAL.Timezone.localTimezone);

/** The beginnings from `from` to before `to`, in order. A rule that cannot be read has none. */
export function beginnings(
  { start, place, rule, except }: Series,
  from: Date,
  to: Date,
  limit = 1000,
): Date[] {
  const found: Date[] = [];
  try {
    const parsed = ICAL.Recur.fromString(rule);
    // UNTIL in UTC bounds times of the clocks there: it is brought to them.
    if (parsed.until?.zone === ICAL.Timezone.utcTimezone) {
      parsed.until = floating(clockAt(parsed.until.toJSDate(), place));
    }
    const iterator = parsed.iterator(floating(clockAt(start, place)));
    for (let step = 0; step < mostSteps && found.length < limit; step++) {
      const next = iterator.next();
      if (!next) break;
      // Of a series that began long ago most days need no more than a look.
      if (Date.UTC(next.year, next.month - 1, next.day) < from.getTime() - twoDays) continue;
      const at = instantOf(next, place);
      if (at >= to) break;
      if (at >= from && !except.includes(dayOf(next))) found.push(at);
    }
  } catch {
    // The server refuses such rules; what another version of it took is not shown rather than breaking the page.
    return [];
  }
  return found;
}
