// Alerts that somebody has yet to confirm having read.
import type { Alert, DogRecord } from "../api/types";

const gravity: Alert["severity"][] = ["danger", "caution", "info"];

/** The gravest first. Who wrote one knows it. */
export function alertsToAcknowledge(records: DogRecord[], accountId: string | undefined, now: Date): Alert[] {
  const read = new Set(
    records.map((record) =>
      record.type === "acknowledgment" && record.author.id === accountId ? record.alertId : undefined,
    ),
  );
  return records
    .filter((record): record is Alert => record.type === "alert")
    .filter(
      ({ id, acknowledgmentRequired, expiresAt, author }) =>
        acknowledgmentRequired &&
        author.id !== accountId &&
        !read.has(id) &&
        (expiresAt === undefined || new Date(expiresAt) > now),
    )
    .sort((a, b) => gravity.indexOf(a.severity) - gravity.indexOf(b.severity));
}
