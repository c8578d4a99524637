// The observation that is being prepared or watched, kept on the device after every tap: a reload loses nothing, and
// the time goes on from where it began.
import { useSearchParams } from "react-router";
import { v7 as uuid } from "uuid";
import type { RecordOf } from "@/shared/api/types";
import { toRfc3339 } from "@/shared/lib/time";
import { useDraft } from "@/shared/lib/useDraft";
import { emptyFields } from "../recordFields";
import { finished, type ObservationFields, type Tap, tenths } from "./watching";

export interface ObservationDraft {
  /** The record's id: saving twice makes one record. */
  id: string;
  stage: "setup" | "watching" | "finish";
  fields: ObservationFields;
  taps: Tap[];
  /** When watching began, in milliseconds since 1970. */
  startedAt?: number;
  /** When it ends by itself, in seconds from the beginning. */
  plannedSeconds?: number;
}

export const secondsSince = (draft: ObservationDraft, now: number): number => {
  const seconds = (now - (draft.startedAt ?? now)) / 1000;
  return Math.max(0, Math.min(seconds, draft.plannedSeconds ?? Number.POSITIVE_INFINITY));
};

/** Before there was watching, a draft was what the form held. */
type Kept = ObservationDraft | Pick<ObservationDraft, "id" | "fields">;
const whole = (kept: Kept): ObservationDraft => ({ stage: "finish", taps: [], ...kept });

/** Begins like the one before: the same is watched again and again. */
function begun(like: RecordOf<"observation"> | undefined, pairedWith: string | undefined): ObservationDraft {
  const { method, behaviors, intervalSeconds, observedSeconds } = like ?? {};
  return {
    id: uuid(),
    stage: "setup",
    fields: {
      ...emptyFields("observation"),
      method: method ?? "continuous",
      behaviors: behaviors ?? [],
      ...(intervalSeconds && { intervalSeconds }),
      ...(pairedWith && { pairedWith }),
    },
    taps: [],
    ...(method && method !== "continuous" && observedSeconds && { plannedSeconds: observedSeconds }),
  };
}

export function useObservationDraft(
  dogId: string,
  like: (pairedWith?: string) => RecordOf<"observation"> | undefined,
) {
  const [params] = useSearchParams();
  const pairedWith = params.get("pairedWith") ?? undefined;
  const key = [dogId, "observation", pairedWith].filter(Boolean).join(".");
  const start = () => begun(like(pairedWith), pairedWith);
  const kept = useDraft<Kept>(key, start);
  const { restored, discard } = kept;
  const draft = whole(kept.value);
  const update = (edit: (before: ObservationDraft) => ObservationDraft) =>
    kept.update((before) => edit(whole(before)));
  const change = (part: Partial<ObservationDraft>) => update((before) => ({ ...before, ...part }));
  return {
    draft,
    restored,
    discard,
    startOver: () => update(start),
    plan: (plannedSeconds: number | undefined) => change({ plannedSeconds }),
    setFields: (fields: ObservationFields) => change({ fields }),
    write: () => change({ stage: "finish" }),
    prepare: () => change({ stage: "setup" }),
    watch: () => {
      const now = Date.now();
      update((before) => ({
        ...before,
        stage: "watching",
        startedAt: now,
        taps: [],
        fields: { ...before.fields, occurredAt: toRfc3339(new Date(now)) },
      }));
    },
    tap: (behavior: string, interval?: number) =>
      update((before) => {
        const at = tenths(secondsSince(before, Date.now()));
        return {
          ...before,
          taps: [...before.taps, { behavior, at, ...(interval !== undefined && { interval }) }],
        };
      }),
    undo: () => update((before) => ({ ...before, taps: before.taps.slice(0, -1) })),
    finish: () =>
      update((before) => ({
        ...before,
        stage: "finish",
        fields: finished(before.fields, before.taps, secondsSince(before, Date.now())),
      })),
  };
}

export type ObservationDraftState = ReturnType<typeof useObservationDraft>;
