// What the schema of a record type does not say about its form: what is asked at once, what only sometimes, and what
// it shall be like before it is worth sending.
import type { TFunction } from "i18next";
import type { NewRecord, RecordType } from "@/shared/api/types";
import { type FieldSchema, recordTypeInfo } from "@/shared/lib/recordTypes";

type Fields = Record<string, unknown>;

/** Beside the required ones; the rest is asked for under "More details". */
const upFront: { [T in RecordType]?: string[] } = {
  alert: ["expiresAt", "acknowledgmentRequired"],
  allergy: ["reaction", "severity", "firstAid"],
  appointment: ["endsAt", "place", "recurrence"],
  "assessment-score": ["assessedBy"],
  "behavior-definition": ["operationalDefinition", "direction", "examples", "nonExamples"],
  "care-instruction": ["instruction", "distanceMeters"],
  homework: ["instructions", "targetId", "timesPerWeek", "dueOn"],
  "homework-log": ["done", "difficulty", "comment"],
  incident: ["dunbarLevel", "victim", "actionTaken"],
  medication: ["timesOfDay", "everyDays", "asNeeded", "until"],
  "medication-given": ["amount", "skippedBecause"],
  observation: ["observedSeconds", "intervalSeconds", "events", "intervals", "pairedWith", "blind"],
  phase: ["targetId", "behavior"],
  reinforcer: ["liking", "rank"],
  "trigger-exposure": ["recoverySeconds", "place"],
  vaccination: ["name", "product", "dueOn"],
  "vet-visit": ["findings", "treatment", "followUpOn"],
  visit: ["endedAt", "food", "water", "pee", "poop", "medication", "mood", "report"],
};

/** Fields that are asked for only when others say so; otherwise the server would refuse them. */
const onlyWhen: { [T in RecordType]?: Record<string, (fields: Fields) => boolean> } = {
  incident: { dunbarLevel: ({ kind }) => kind === "bite" || kind === "fight" },
  medication: { timesOfDay: ({ asNeeded }) => asNeeded !== true },
  observation: {
    events: ({ method }) => method === undefined || method === "continuous",
    intervalSeconds: ({ method }) => method !== undefined && method !== "continuous",
    intervals: ({ method }) => method !== undefined && method !== "continuous",
  },
  phase: {
    targetId: ({ behavior }) => !behavior,
    behavior: ({ targetId }) => !targetId,
  },
  vaccination: { name: ({ vaccine }) => vaccine === "other" },
};

/** Whether the form has a place for the field, as the rest of the record is now. */
export function isAsked(record: NewRecord, name: string): boolean {
  const schema = recordTypeInfo[record.type].fields[name];
  // An id that refers to nothing in particular is not for people.
  if (!schema || (schema.format === "uuid" && !schema["x-references"])) return false;
  return onlyWhen[record.type]?.[name]?.(record as unknown as Fields) ?? true;
}

/** What the form shows at once, and what under "More details", in the order of the schema. */
export function laidOut(record: NewRecord): { first: string[]; more: string[] } {
  const { fields, required } = recordTypeInfo[record.type];
  const asked = Object.keys(fields).filter((name) => isAsked(record, name));
  const early = new Set([...required, ...(upFront[record.type] ?? [])]);
  const first = asked.filter((name) => early.has(name));
  const more = asked.filter((name) => !early.has(name));
  // One field is no reason to hide something.
  return more.length > 1 ? { first, more } : { first: asked, more: [] };
}

/** Without what is not asked for as the rest is now. */
export function withoutUnasked<F extends NewRecord>(record: F): F {
  const dropped = new Set(Object.keys(onlyWhen[record.type] ?? {}).filter((name) => !isAsked(record, name)));
  return Object.fromEntries(Object.entries(record).filter(([name]) => !dropped.has(name))) as F;
}

/** What is wrong with the fields of a record whose form is made from its schema, by form path. */
export function schemaProblems(record: NewRecord, t: TFunction): Record<string, string> {
  const { fields, required } = recordTypeInfo[record.type];
  const asked = Object.entries(fields).filter(([name]) => isAsked(record, name));
  return problemsOf(record as unknown as Fields, Object.fromEntries(asked), required, "", t);
}

function problemsOf(
  own: Fields,
  fields: Record<string, FieldSchema>,
  required: string[],
  under: string,
  t: TFunction,
): Record<string, string> {
  return Object.entries(fields).reduce<Record<string, string>>((found, [name, schema]) => {
    const path = under + name;
    const value = own[name];
    if (isEmpty(value)) {
      if (required.includes(name)) found[path] = t("rules.required");
      return found;
    }
    const problem = problemOf(value, schema, t);
    if (problem) found[path] = problem;
    const { properties, required: parts = [] } = schema.items ?? {};
    if (properties && Array.isArray(value)) {
      for (const [index, part] of value.entries()) {
        Object.assign(found, problemsOf(part as Fields, properties, parts, `${path}.${index}.`, t));
      }
    }
    return found;
  }, {});
}

const isEmpty = (value: unknown) =>
  value === undefined ||
  value === null ||
  (typeof value === "string" && value.trim() === "") ||
  (Array.isArray(value) && value.length === 0);

function problemOf(value: unknown, schema: FieldSchema, t: TFunction): string | undefined {
  const {
    minimum = Number.NEGATIVE_INFINITY,
    maximum = Number.POSITIVE_INFINITY,
    maxLength,
    maxItems,
  } = schema;
  if (typeof value === "number" && !(value >= minimum && value <= maximum)) {
    return t("rules.range", { least: minimum, most: maximum });
  }
  if (typeof value === "string" && maxLength !== undefined && value.trim().length > maxLength) {
    return t("rules.tooLong", { count: maxLength });
  }
  if (Array.isArray(value) && maxItems !== undefined && value.length > maxItems) {
    return t("rules.tooMany", { count: maxItems });
  }
  return undefined;
}
