// How homework stands: what is to be done today, what is done, what is over.
import type { DogRecord, Homework, HomeworkLog } from "../api/types";
import { toLocalDay } from "../lib/time";
import { startOfWeek } from "../lib/week";

export type Standing = "overdue" | "due" | "done" | "over";

export interface HomeworkState {
  homework: Homework;
  standing: Standing;
  /** When it was done, newest first. */
  logs: HomeworkLog[];
  doneThisWeek: number;
}

const order: Standing[] = ["overdue", "due", "done", "over"];

/** All homework among the records, the most urgent first. */
export function homeworkStates(records: DogRecord[], now: Date): HomeworkState[] {
  const logs = new Map<string, HomeworkLog[]>();
  for (const record of records) {
    if (record.type !== "homework-log") continue;
    logs.set(record.homeworkId, [...(logs.get(record.homeworkId) ?? []), record]);
  }
  return records
    .filter((record): record is Homework => record.type === "homework")
    .map((homework) => stateOf(homework, logs.get(homework.id) ?? [], now))
    .sort(
      (a, b) =>
        order.indexOf(a.standing) - order.indexOf(b.standing) ||
        (a.homework.dueOn ?? "9999").localeCompare(b.homework.dueOn ?? "9999") ||
        b.homework.occurredAt.localeCompare(a.homework.occurredAt),
    );
}

export const isToDo = ({ standing }: HomeworkState) => standing === "due" || standing === "overdue";

function stateOf(homework: Homework, unsorted: HomeworkLog[], now: Date): HomeworkState {
  const logs = unsorted.sort((a, b) => new Date(b.occurredAt).getTime() - new Date(a.occurredAt).getTime());
  const week = startOfWeek(now);
  const doneThisWeek = logs.filter(({ occurredAt }) => new Date(occurredAt) >= week).length;
  return { homework, standing: standingOf(homework, logs, doneThisWeek, now), logs, doneThisWeek };
}

function standingOf(homework: Homework, logs: HomeworkLog[], doneThisWeek: number, now: Date): Standing {
  const today = toLocalDay(now);
  const { timesPerWeek, dueOn, archived } = homework;
  const past = dueOn !== undefined && dueOn < today;
  if (archived) return "over";
  if (timesPerWeek === undefined) {
    if (logs.length > 0) return past ? "over" : "done";
    return past ? "overdue" : "due";
  }
  if (past) return "over";
  const doneToday = logs.filter(({ occurredAt }) => toLocalDay(new Date(occurredAt)) === today).length;
  // Practice is spread over the week.
  const enoughToday = doneToday >= Math.ceil(timesPerWeek / 7);
  return doneThisWeek >= timesPerWeek || enoughToday ? "done" : "due";
}
