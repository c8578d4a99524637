// Weeks as they are counted where the person lives.
import { fromWhere } from "../i18n/region";

// Where the browser does not say: the regions whose week begins on Sunday or Saturday (CLDR 46); others' on Monday.
const sunday =
  "AG AS BD BR BS BT BW BZ CA CO DM DO ET GT GU HK HN ID IL IN JM JP KE KH KR LA MH MM MO MT MX MZ NI NP PA PE PH PK PR PY SA SG SV TH TT TW UM US VE VI WS YE ZA ZW";
const saturday = "AE AF BH DJ DZ EG IQ IR JO KW LY OM QA SD SY";

interface WithWeek extends Intl.Locale {
  getWeekInfo?: () => { firstDay: number };
  weekInfo?: { firstDay: number };
}

/** 0 is Sunday. */
export function firstDayOfWeek(locale: string | Intl.Locale = fromWhere()): number {
  try {
    const known: WithWeek = new Intl.Locale(locale);
    const info = known.getWeekInfo?.() ?? known.weekInfo;
    if (info) return info.firstDay % 7;
    const region = known.maximize().region ?? "";
    if (sunday.split(" ").includes(region)) return 0;
    return saturday.split(" ").includes(region) ? 6 : 1;
  } catch {
    return 1;
  }
}

/** The first instant of the week that `at` is in. */
export function startOfWeek(at: Date, firstDay = firstDayOfWeek()): Date {
  const back = (at.getDay() - firstDay + 7) % 7;
  return new Date(at.getFullYear(), at.getMonth(), at.getDate() - back);
}
