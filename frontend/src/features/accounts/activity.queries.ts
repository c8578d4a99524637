// What was done to one's account.
import { useInfiniteQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/shared/api/client";

export const useActivity = () =>
  useInfiniteQuery({
    queryKey: ["activity"],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      unwrap(api.GET("/v1/me/activity", { signal, params: { query: { limit: 20, cursor: pageParam } } })),
    getNextPageParam: (page) => page.next,
    select: ({ pages }) => pages.flatMap((page) => page.items),
  });
