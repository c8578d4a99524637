// What the filters of a timeline leave, and how many records each further choice would.
import type { DogRecord, RecordType } from "@/shared/api/types";
import { endOfDay, startOfDay } from "@/shared/lib/time";

export interface TimelineFilter {
  types: RecordType[];
  /** Ids of accounts. */
  authors: string[];
  tags: string[];
  /** Local days, both inclusive. */
  from?: string;
  to?: string;
}

export const noFilter: TimelineFilter = { types: [], authors: [], tags: [] };

/** Whether the device's indexes are not enough, and records are looked at one by one. */
export const looksInside = ({ authors, tags }: TimelineFilter) => authors.length > 0 || tags.length > 0;

export interface Facet {
  value: string;
  label: string;
  count: number;
}

export interface Facets {
  types: Map<RecordType, number>;
  /** The most frequent first. */
  authors: Facet[];
  tags: Facet[];
}

const tagsOf = (record: DogRecord): string[] => (record.type === "note" ? (record.tags ?? []) : []);
const asTag = (text: string) => text.trim().toLowerCase();

/** The tests of a filter, made once for many records. */
function testsOf({ types, authors, tags, from, to }: TimelineFilter) {
  const since = from ? startOfDay(from).getTime() : Number.NEGATIVE_INFINITY;
  const until = to ? endOfDay(to).getTime() + 999 : Number.POSITIVE_INFINITY;
  const wanted = new Set(tags.map(asTag));
  return {
    type: (record: DogRecord) => types.length === 0 || types.includes(record.type),
    author: (record: DogRecord) => authors.length === 0 || authors.includes(record.author.id),
    tag: (record: DogRecord) => wanted.size === 0 || tagsOf(record).some((tag) => wanted.has(asTag(tag))),
    time: ({ occurredAt }: DogRecord) => {
      const at = new Date(occurredAt).getTime();
      return at >= since && at <= until;
    },
  };
}

export function passing(records: DogRecord[], filter: TimelineFilter): DogRecord[] {
  const { type, author, tag, time } = testsOf(filter);
  return records.filter((one) => type(one) && author(one) && tag(one) && time(one));
}

/** Of each choice, the records that have it and pass all that is chosen of the others. */
export function facetsOf(records: DogRecord[], filter: TimelineFilter): Facets {
  const { type, author, tag, time } = testsOf(filter);
  const types = new Map<RecordType, number>();
  const authors = new Map<string, Facet>();
  const tags = new Map<string, Facet>();
  const count = (facets: Map<string, Facet>, key: string, value: string, label: string) => {
    const facet = facets.get(key) ?? { value, label, count: 0 };
    facets.set(key, { ...facet, count: facet.count + 1 });
  };
  for (const one of records) {
    if (!time(one)) continue;
    const [ofType, byAuthor, tagged] = [type(one), author(one), tag(one)];
    if (byAuthor && tagged) types.set(one.type, (types.get(one.type) ?? 0) + 1);
    if (ofType && tagged) count(authors, one.author.id, one.author.id, one.author.name);
    if (ofType && byAuthor) for (const text of tagsOf(one)) count(tags, asTag(text), text, text);
  }
  const sorted = (facets: Map<string, Facet>) => [...facets.values()].sort((a, b) => b.count - a.count);
  return { types, authors: sorted(authors), tags: sorted(tags) };
}
