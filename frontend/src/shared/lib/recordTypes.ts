// What the server says of each record type: where it belongs, whom it is for, and its fields. A type that the page has no
// form or view of its own for is shown and edited by this.
import recordTypesJson from "../api/recordTypes.json";
import type { RecordType, Role, Section } from "../api/types";

/** The part of JSON Schema that fields of records use. */
export interface FieldSchema {
  type?: string;
  format?: string;
  enum?: string[];
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  default?: unknown;
  description?: string;
  required?: string[];
  items?: FieldSchema;
  properties?: Record<string, FieldSchema>;
  "x-references"?: string;
}

export interface RecordTypeInfo {
  description: string;
  section: Section;
  audience: Role[];
  /** Whether everyone who may write in the section edits it, and not only its author. */
  shared: boolean;
  future: boolean;
  /** Whether it stands with the record that it refers to, and not by itself. */
  follows: boolean;
  required: string[];
  fields: Record<string, FieldSchema>;
}

export const recordTypeInfo = recordTypesJson as unknown as Record<RecordType, RecordTypeInfo>;

const wellKnown: RecordType[] = ["session", "note", "abc-record", "target", "weight"];

/** All types, the most used first. */
export const recordTypes: RecordType[] = [
  ...wellKnown,
  ...(Object.keys(recordTypeInfo) as RecordType[]).filter((type) => !wellKnown.includes(type)),
];

export const isWellKnown = (type: RecordType) => wellKnown.includes(type);

/** Whether a record of it is begun by itself from the log page. */
export const isLogged = (type: RecordType) => type !== "target" && !recordTypeInfo[type].follows;

/** Whether people write Markdown into it. */
export const isMarkdown = (schema: FieldSchema | undefined) => /\bMarkdown\b/.test(schema?.description ?? "");

/** "medicationGiven", "medication-given" → "Medication given". */
export function humanized(name: string): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/-/g, " ")
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
