// The part of a record that a person writes: how it starts, and when it may be sent.
import type { TFunction } from "i18next";
import { z } from "zod";
import { formPath } from "@/shared/api/problem";
import type { NewRecord, NewRecordOf, RecordType } from "@/shared/api/types";
import { recordTypeInfo } from "@/shared/lib/recordTypes";
import { toRfc3339 } from "@/shared/lib/time";
import { formatWeight } from "@/shared/lib/weight";
import { schemaProblems, withoutUnasked } from "./forms/formRules";

type Common = Pick<NewRecord, "occurredAt" | "audience">;

// Of the types whose form needs more than empty fields to begin with.
const own: { [T in RecordType]?: (common: Common) => NewRecordOf<T> } = {
  note: (common) => ({ type: "note", ...common, text: "", tags: [], pinned: false }),
  "abc-record": (common) => ({
    type: "abc-record",
    ...common,
    antecedent: "",
    behavior: "",
    consequence: "",
  }),
  session: (common) => ({ type: "session", ...common, blocks: [], equipment: [], reinforcers: [] }),
  target: (common) => ({
    type: "target",
    ...common,
    name: "",
    measure: "percent-correct",
    steps: [{}],
    archived: false,
  }),
  comment: (common) => ({ type: "comment", ...common, about: "", text: "" }),
  // The field is empty until a weight is typed; sending it so is refused by `fieldProblems`.
  weight: (common) => ({ type: "weight", ...common, kilograms: Number.NaN }),
};

export function emptyFields<T extends RecordType>(type: T): NewRecordOf<T> {
  const common: Common = { occurredAt: toRfc3339(new Date()), audience: recordTypeInfo[type].audience };
  return own[type]?.(common) ?? genericFields(type, common);
}

/** What the schema gives every record of the type: its defaults. */
function genericFields<T extends RecordType>(type: T, common: Common): NewRecordOf<T> {
  const defaults = Object.entries(recordTypeInfo[type].fields)
    .filter(([, schema]) => schema.default !== undefined)
    .map(([name, schema]) => [name, schema.default]);
  return { type, ...common, ...Object.fromEntries(defaults) } as unknown as NewRecordOf<T>;
}

/** Leaves out what is empty or not asked for, trims what is typed. */
export function cleanFields<F extends NewRecord>(fields: F): F {
  const cleaned = Object.entries(withoutUnasked(fields)).map(([key, value]) => [
    key,
    typeof value === "string" ? value.trim() : value,
  ]);
  return Object.fromEntries(
    cleaned.filter(
      ([key, value]) => key === "audience" || (value !== "" && value !== undefined && value !== null),
    ),
  );
}

function schemaFor(type: RecordType, t: TFunction) {
  const required = z.string(t("rules.required")).trim().min(1, t("rules.required"));
  const latest = recordTypeInfo[type].future ? Number.POSITIVE_INFINITY : Date.now() + 86_400_000;
  const when = z.string().refine((at) => new Date(at).getTime() <= latest, t("rules.future"));
  switch (type) {
    case "note":
      return z.object({
        occurredAt: when,
        text: required.max(20_000, t("rules.tooLong", { count: 20_000 })),
      });
    case "abc-record": {
      const part = required.max(500, t("rules.tooLong", { count: 500 }));
      return z.object({ occurredAt: when, antecedent: part, behavior: part, consequence: part });
    }
    case "session":
      return z.object({ occurredAt: when, blocks: z.array(z.object({})).min(1, t("rules.blocks")) });
    case "target":
      return z.object({
        name: required.max(200, t("rules.tooLong", { count: 200 })),
        steps: z.array(z.object({})).min(1, t("rules.steps")),
      });
    case "comment":
      return z.object({ text: required.max(5000, t("rules.tooLong", { count: 5000 })) });
    case "weight": {
      const range = t("rules.weight", { low: formatWeight(0.1), high: formatWeight(150) });
      return z.object({ occurredAt: when, kilograms: z.number(range).min(0.1, range).max(150, range) });
    }
    default:
      return z.object({ occurredAt: when });
  }
}

/** What is wrong before it is worth sending, by form path. The server has the last word. */
export function fieldProblems(fields: NewRecord, t: TFunction): Record<string, string> {
  const result = schemaFor(fields.type, t).safeParse(fields);
  const bySchema = formFields[fields.type] ? {} : schemaProblems(fields, t);
  if (result.success) return bySchema;
  const issues = result.error.issues.map((issue) => [formPath(issue.path.join(".")), issue.message] as const);
  return { ...bySchema, ...Object.fromEntries(issues.reverse()) };
}

const formFields: Partial<Record<RecordType, RegExp>> = {
  note: /^(occurredAt|text|tags)$/,
  "abc-record":
    /^(occurredAt|settingEvent|antecedent|behavior|consequence|intensity|durationSeconds|latencySeconds|hypothesizedFunction|notes)$/,
  session: /^(occurredAt|place|weather|equipment|reinforcers|notes|blocks)$/,
  target: /^(occurredAt|name|cue|measure|goal|steps(\.\d+\.\w+)?)$/,
  comment: /^(occurredAt|text)$/,
  weight: /^(occurredAt|kilograms|method|notes)$/,
};

/** Whether the form has a place for an error of this field; others are listed above the form. */
export function shownAtField(type: RecordType, path: string): boolean {
  const own = formFields[type];
  if (own) return own.test(path);
  // Generic forms show errors of a field, and of the fields of its list elements.
  const [name = "", index, member, ...deeper] = path.split(".");
  if (name === "occurredAt") return index === undefined;
  const field = recordTypeInfo[type].fields[name];
  if (!field || deeper.length > 0) return false;
  return index === undefined || Boolean(member && field.items?.properties?.[member]);
}
