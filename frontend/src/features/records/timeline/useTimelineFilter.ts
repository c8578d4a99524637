// The filter of a timeline lives in the URL, so that it survives a reload and can be shared.
import { useMemo } from "react";
import { useSearchParams } from "react-router";
import { dayParam, typeParams } from "@/shared/lib/filterParams";
import { looksInside, type TimelineFilter } from "./facets";

export type FilterChange = Partial<TimelineFilter & { words: string }>;

export function useTimelineFilter() {
  const [params, setParams] = useSearchParams();
  const filter = useMemo((): TimelineFilter => {
    return {
      types: typeParams(params),
      authors: params.getAll("author"),
      tags: params.getAll("tag"),
      from: dayParam(params, "from"),
      to: dayParam(params, "to"),
    };
  }, [params]);

  const words = params.get("q") ?? "";

  const change = (part: FilterChange) => {
    const { types, authors, tags, from, to, words: q } = { ...filter, words, ...part };
    const next = new URLSearchParams([
      ...types.map((type) => ["type", type]),
      ...authors.map((author) => ["author", author]),
      ...tags.map((tag) => ["tag", tag]),
    ]);
    if (from) next.set("from", from);
    if (to) next.set("to", to);
    if (q) next.set("q", q);
    setParams(next, { replace: true });
  };
  const active = filter.types.length > 0 || looksInside(filter) || Boolean(filter.from || filter.to || words);
  return { filter, words, change, active };
}
