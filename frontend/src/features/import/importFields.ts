// What a column of a file may be mapped to. What the server proposes beyond these is offered as well.
import type { RecordType } from "@/shared/api/types";

/** The types that a table can hold; a target's steps do not fit into cells. */
export const importTypes = [
  "session",
  "note",
  "abc-record",
  "weight",
] as const satisfies readonly RecordType[];
export type ImportType = (typeof importTypes)[number];

const when = ["occurredAt", "date", "time"] as const;

export const importFields = {
  note: [...when, "text", "tags", "pinned", "audience"],
  "abc-record": [
    ...when,
    "settingEvent",
    "antecedent",
    "behavior",
    "consequence",
    "intensity",
    "durationSeconds",
    "latencySeconds",
    "hypothesizedFunction",
    "notes",
    "audience",
  ],
  session: [
    ...when,
    "targetId",
    "step",
    "correct",
    "incorrect",
    "noResponse",
    "void",
    "prompt",
    "endedAt",
    "place",
    "weather",
    "equipment",
    "reinforcers",
    "notes",
    "audience",
  ],
  weight: [...when, "kilograms", "method", "notes", "audience"],
} as const satisfies Record<ImportType, readonly string[]>;
