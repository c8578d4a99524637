// What is written when homework was done.
import type { Homework, NewRecordOf } from "@/shared/api/types";
import { toRfc3339 } from "@/shared/lib/time";

/** That all of it was done just now, for those who see the homework. */
export function allStepsDone(homework: Homework): NewRecordOf<"homework-log"> {
  return {
    type: "homework-log",
    occurredAt: toRfc3339(new Date()),
    audience: homework.audience,
    homeworkId: homework.id,
    done: homework.steps.map((_, index) => index),
  };
}
