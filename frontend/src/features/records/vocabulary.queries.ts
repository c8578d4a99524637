// The words that a dog's records use: what was met, done, given, and where.
import type { DogRecord, RecordType } from "@/shared/api/types";
import { useRecordsOfType } from "./records.queries";

const mostShown = 8;
const longest = 40;

/** Where else the words of a field are found. */
const elsewhere: Partial<Record<string, RecordType>> = {
  "abc-record.behavior": "behavior-definition",
  "phase.behavior": "abc-record",
};
/** The field of the other type that has them. */
const nameThere: Partial<Record<RecordType, string>> = {
  "behavior-definition": "name",
  "abc-record": "behavior",
};

const textIn = (record: DogRecord, field: string): string => {
  const text = (record as unknown as Record<string, unknown>)[field];
  return typeof text === "string" ? text.trim() : "";
};

/** The most frequent short texts, each in its newest spelling; of equally frequent ones the newest first. */
export function wordsOf(records: DogRecord[], field: string): string[] {
  const uses = new Map<string, { word: string; count: number }>();
  for (const record of records) {
    const word = textIn(record, field);
    if (word === "" || word.length > longest) continue;
    const use = uses.get(word.toLowerCase());
    if (use) use.count += 1;
    else uses.set(word.toLowerCase(), { word, count: 1 });
  }
  return [...uses.values()].sort((a, b) => b.count - a.count).map(({ word }) => word);
}

/** What this field of the dog's records said before, and what it is called elsewhere. */
export function useVocabulary(dogId: string, type: RecordType, field: string): string[] {
  const other = elsewhere[`${type}.${field}`];
  const { data: own = [] } = useRecordsOfType(dogId, type);
  const { data: others = [] } = useRecordsOfType(dogId, other ?? type, other !== undefined);
  const words = wordsOf(own, field);
  const more = other ? wordsOf(others, nameThere[other] ?? field) : [];
  const known = new Set(words.map((word) => word.toLowerCase()));
  return [...words, ...more.filter((word) => !known.has(word.toLowerCase()))].slice(0, mostShown);
}
