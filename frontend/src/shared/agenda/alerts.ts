// Alerts that hold, those that somebody has yet to confirm having read, and that they have.
import type { Alert, DogRecord, NewRecordOf } from "../api/types";
import { toRfc3339 } from "../lib/time";

const gravity: Alert["severity"][] = ["danger", "caution", "info"];

/** Those that have not expired, the gravest first. */
export const activeAlerts = (alerts: Alert[], now = new Date()): Alert[] =>
  alerts
    .filter(({ expiresAt }) => expiresAt === undefined || new Date(expiresAt) > now)
    .sort((a, b) => gravity.indexOf(a.severity) - gravity.indexOf(b.severity));

/** Who wrote one knows it. */
export const asksFor = ({ acknowledgmentRequired, author }: Alert, accountId: string | undefined): boolean =>
  acknowledgmentRequired === true && author.id !== accountId;

/** The gravest first. */
export function alertsToAcknowledge(records: DogRecord[], accountId: string | undefined, now: Date): Alert[] {
  const read = new Set(
    records.map((record) =>
      record.type === "acknowledgment" && record.author.id === accountId ? record.alertId : undefined,
    ),
  );
  const alerts = records.filter((record): record is Alert => record.type === "alert");
  return activeAlerts(alerts, now).filter((alert) => asksFor(alert, accountId) && !read.has(alert.id));
}

/** That it was read just now, for those who see the alert. */
export function acknowledgmentOf({ id, audience }: Alert): NewRecordOf<"acknowledgment"> {
  return { type: "acknowledgment", occurredAt: toRfc3339(new Date()), audience, alertId: id };
}
