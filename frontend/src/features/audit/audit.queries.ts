// Who did what with a dog, and who looked.
import { useInfiniteQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/shared/api/client";
import type { AccessEntry, ChangeEntry } from "@/shared/api/types";

interface Entries<T> {
  items: T[];
  next?: string;
}

const paging = {
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page: { next?: string }) => page.next,
};

export const useChanges = (dogId: string) =>
  useInfiniteQuery({
    queryKey: ["audit", dogId, "changes"],
    queryFn: ({ pageParam, signal }): Promise<Entries<ChangeEntry>> =>
      unwrap(
        api.GET("/v1/dogs/{dogId}/audit", {
          params: { path: { dogId }, query: { limit: 50, cursor: pageParam } },
          signal,
        }),
      ),
    ...paging,
  });

export const useAccess = (dogId: string) =>
  useInfiniteQuery({
    queryKey: ["audit", dogId, "access"],
    queryFn: ({ pageParam, signal }): Promise<Entries<AccessEntry>> =>
      unwrap(
        api.GET("/v1/dogs/{dogId}/audit/access", {
          params: { path: { dogId }, query: { limit: 50, cursor: pageParam } },
          signal,
        }),
      ),
    ...paging,
  });
