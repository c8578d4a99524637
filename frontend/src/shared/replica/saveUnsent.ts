import { saveFile } from "../lib/saveFile";
import { toLocalDay } from "../lib/time";
import type { Waiting } from "./model";

/** What was not sent as a file of records, in the shape in which the API takes them. */
export function saveUnsent(waiting: Waiting[]): void {
  const records = waiting.map(({ id, dogId, savedAt, wanted }) => ({
    dogId,
    savedAt,
    record: wanted ? { id, ...wanted } : { id, deleted: true },
  }));
  saveFile(
    `doggy-unsent-${toLocalDay(new Date())}.json`,
    "application/json",
    JSON.stringify(records, null, 2),
  );
}
