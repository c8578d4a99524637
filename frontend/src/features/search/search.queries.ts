// Records of all dogs by their words, found by the server.
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/shared/api/client";
import type { RecordType, SearchHit } from "@/shared/api/types";

export interface SearchFilter {
  words: string;
  dogId?: string;
  types: RecordType[];
  mine: boolean;
  from?: string;
  to?: string;
  newest: boolean;
}

interface Hits {
  items: SearchHit[];
  next?: string;
}

/** Nothing is asked while there are no words. */
export const useRecordSearch = ({ words, dogId, types, mine, from, to, newest }: SearchFilter) =>
  useInfiniteQuery({
    queryKey: ["search", words, dogId, types, mine, from, to, newest],
    queryFn: ({ pageParam, signal }): Promise<Hits> =>
      unwrap(
        api.GET("/v1/search", {
          params: {
            query: {
              q: words,
              dog: dogId ? [dogId] : undefined,
              type: types.length > 0 ? types : undefined,
              author: mine ? "me" : undefined,
              from,
              to,
              sort: newest ? "newest" : "relevance",
              cursor: pageParam,
            },
          },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
    enabled: words !== "",
    // What was found stays while somebody types on.
    placeholderData: keepPreviousData,
  });
