// Figures that the server computes from a dog's records.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/shared/api/client";
import { endOfDay, startOfDay, toRfc3339 } from "@/shared/lib/time";

/** Local days, both inclusive. */
export interface Period {
  from?: string;
  to?: string;
}

const bounds = ({ from, to }: Period) => ({
  from: from && toRfc3339(startOfDay(from)),
  to: to && toRfc3339(endOfDay(to)),
});

export const useSuccessRate = (dogId: string, targetId: string | undefined, period: Period) =>
  useQuery({
    queryKey: ["progress", dogId, "success-rate", targetId, period],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/v1/dogs/{dogId}/progress/success-rate", {
          params: { path: { dogId }, query: { targetId: targetId ?? "", ...bounds(period) } },
          signal,
        }),
      ),
    enabled: targetId !== undefined,
    placeholderData: keepPreviousData,
  });

export const useAbcPerWeek = (dogId: string, behavior: string | undefined, period: Period) =>
  useQuery({
    queryKey: ["progress", dogId, "abc-per-week", behavior, period],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/v1/dogs/{dogId}/progress/abc-per-week", {
          params: { path: { dogId }, query: { behavior, ...bounds(period) } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
