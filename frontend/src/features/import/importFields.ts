// The fields that a column of a file may be mapped to. What the server proposes beyond these is offered as well.
import type { RecordType } from "@/shared/api/types";

export const importFields: Record<RecordType, string[]> = {
  note: ["occurredAt", "text", "tags", "pinned"],
  "abc-record": [
    "occurredAt",
    "settingEvent",
    "antecedent",
    "behavior",
    "consequence",
    "intensity",
    "durationSeconds",
    "latencySeconds",
    "hypothesizedFunction",
    "notes",
  ],
  session: ["occurredAt", "endedAt", "place", "weather", "equipment", "reinforcers", "notes"],
  target: ["occurredAt", "name", "cue", "measure", "goal", "archived"],
  weight: ["occurredAt", "kilograms", "method", "notes"],
};
