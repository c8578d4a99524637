// Full-text search over what the device has of a dog.
import type MiniSearch from "minisearch";
import type { DogRecord } from "@/shared/api/types";
import { recordTypeInfo } from "@/shared/lib/recordTypes";

export interface SearchIndex {
  index: MiniSearch<{ id: string; text: string }>;
  byId: Map<string, DogRecord>;
}

/** The library is loaded with the first search. */
export async function buildIndex(records: DogRecord[]): Promise<SearchIndex> {
  const { default: MiniSearch } = await import("minisearch");
  const index = new MiniSearch<{ id: string; text: string }>({
    fields: ["text"],
    searchOptions: { prefix: true, fuzzy: (term) => (term.length > 4 ? 0.2 : 0), combineWith: "AND" },
  });
  // In pieces, so that the page stays alive while thousands of records are read.
  await index.addAllAsync(
    records.map((record) => ({ id: record.id, text: textOf(record) })),
    { chunkSize: 250 },
  );
  return { index, byId: new Map(records.map((record) => [record.id, record])) };
}

/** The records that have all words, newest first. */
export function search({ index, byId }: SearchIndex, words: string): DogRecord[] {
  return index
    .search(words)
    .map(({ id }) => byId.get(id))
    .filter((record) => record !== undefined)
    .sort((a, b) => new Date(b.occurredAt).getTime() - new Date(a.occurredAt).getTime());
}

/** Every text that a person wrote in it, and who. */
function textOf(record: DogRecord): string {
  const { fields } = recordTypeInfo[record.type];
  const own = record as unknown as Record<string, unknown>;
  const texts = Object.keys(fields).filter((name) => fields[name]?.format === undefined);
  return [record.author.name, ...texts.flatMap((name) => strings(own[name]))].join("\n");
}

function strings(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(strings) : [];
}
