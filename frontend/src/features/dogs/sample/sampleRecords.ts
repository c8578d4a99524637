// What the sample dog's circle wrote down in five weeks: enough for every page to show what it is for.
import type { TFunction } from "i18next";
import { v7 as uuid } from "uuid";
import type { NewRecord, Trial } from "@/shared/api/types";
import { toRfc3339 } from "@/shared/lib/time";

const day = 86_400_000;

/** A session a week, ten trials each: the step, those correct without help, with help, and wrong. */
const sessions = [
  [0, 3, 3, 4],
  [0, 5, 2, 3],
  [0, 8, 1, 1],
  [1, 4, 3, 3],
  [1, 7, 2, 1],
] as const;

const trials = (correct: number, helped: number, wrong: number): Trial[] => [
  ...Array.from({ length: correct }, () => ({ outcome: "correct", prompt: "none" }) as const),
  ...Array.from({ length: wrong }, () => ({ outcome: "incorrect", prompt: "none" }) as const),
  ...Array.from({ length: helped }, () => ({ outcome: "correct", prompt: "gesture" }) as const),
];

/** New records with ids of their own, the plans first: others refer to them. */
export function sampleRecords(t: TFunction, now = new Date()): { id: string; fields: NewRecord }[] {
  const audience: NewRecord["audience"] = ["owner", "trainer"];
  const everybody: NewRecord["audience"] = ["owner", "trainer", "walker", "carer"];
  const daysAgo = (days: number) => toRfc3339(new Date(now.getTime() - days * day));
  const target = uuid();
  const all: { id: string; fields: NewRecord }[] = [];
  const add = (fields: NewRecord, id = uuid()) => all.push({ id, fields });

  add(
    {
      type: "target",
      occurredAt: daysAgo(35),
      audience,
      name: t("sample.target"),
      measure: "percent-correct",
      steps: [
        { description: t("sample.step1"), distanceMeters: 5, distraction: 0 },
        { description: t("sample.step2"), distanceMeters: 5, distraction: 2 },
      ],
      archived: false,
    },
    target,
  );
  add({
    type: "alert",
    occurredAt: daysAgo(34),
    audience: everybody,
    severity: "caution",
    instruction: t("sample.alert"),
    acknowledgmentRequired: false,
  });
  for (const [week, [step, correct, helped, wrong]] of sessions.entries()) {
    const ago = 7 * (sessions.length - 1 - week) + 1;
    add({
      type: "session",
      occurredAt: daysAgo(ago),
      audience,
      place: t(week % 2 ? "sample.park" : "sample.garden"),
      blocks: [{ targetId: target, step, trials: trials(correct, helped, wrong) }],
      equipment: [],
      reinforcers: [],
    });
    // It happens less often, and is less intense.
    for (let count = 0; count < sessions.length - week; count += 1) {
      add({
        type: "abc-record",
        occurredAt: daysAgo(ago + 1 + count),
        audience,
        antecedent: t(count % 2 ? "sample.jogger" : "sample.doorbell"),
        behavior: t(count % 2 ? "sample.lunging" : "sample.barking"),
        consequence: t(count % 2 ? "sample.turned" : "sample.mat"),
        intensity: Math.max(1, 5 - week),
        durationSeconds: 30 - 5 * week,
      });
    }
    add({
      type: "weight",
      occurredAt: daysAgo(ago + 0.2),
      audience: everybody,
      kilograms: 24.6 - week * 0.2,
    });
  }
  add({
    type: "note",
    occurredAt: daysAgo(0.01),
    audience,
    text: t("sample.note"),
    tags: [],
    pinned: true,
  });
  return all;
}
