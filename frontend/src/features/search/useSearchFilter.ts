// What is searched for lives in the URL, so that it survives a reload and the way back from a record.
import { useMemo } from "react";
import { useSearchParams } from "react-router";
import { dayParam, typeParams } from "@/shared/lib/filterParams";
import type { SearchFilter } from "./search.queries";

export function useSearchFilter() {
  const [params, setParams] = useSearchParams();
  const filter = useMemo((): SearchFilter => {
    return {
      words: params.get("q")?.trim() ?? "",
      dogId: params.get("dog") ?? undefined,
      types: typeParams(params),
      mine: params.get("author") === "me",
      from: dayParam(params, "from"),
      to: dayParam(params, "to"),
      newest: params.get("sort") === "newest",
    };
  }, [params]);

  const change = (part: Partial<SearchFilter>) => {
    const { words, dogId, types, mine, from, to, newest } = { ...filter, ...part };
    const next = new URLSearchParams();
    if (words) next.set("q", words);
    if (dogId) next.set("dog", dogId);
    for (const type of types) next.append("type", type);
    if (mine) next.set("author", "me");
    if (from) next.set("from", from);
    if (to) next.set("to", to);
    if (newest) next.set("sort", "newest");
    setParams(next, { replace: true });
  };
  const filtered = Boolean(
    filter.dogId || filter.types.length > 0 || filter.mine || filter.from || filter.to,
  );
  const clear = () => change({ dogId: undefined, types: [], mine: false, from: undefined, to: undefined });
  return { filter, change, filtered, clear };
}
