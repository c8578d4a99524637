// Figures that the server computes from a dog's records.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/shared/api/client";
import type { ChartName, Figures } from "@/shared/api/types";
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

export type ChartQuery = Record<string, string | undefined>;

/** A chart's figures, by its name. Without a query it is not asked for. */
export const useFigures = <N extends ChartName>(
  dogId: string,
  name: N,
  query: ChartQuery | undefined,
  period: Period,
) =>
  useQuery({
    queryKey: ["progress", dogId, name, query, period],
    queryFn: async ({ signal }) => {
      // One of the routes stands for all: they differ in nothing but their name, query and answer.
      const figures = await unwrap(
        api.GET(`/v1/dogs/{dogId}/progress/${name}` as "/v1/dogs/{dogId}/progress/abc-per-week", {
          params: { path: { dogId }, query: { ...query, ...bounds(period) } },
          signal,
        }),
      );
      return figures as unknown as Figures[N];
    },
    enabled: query !== undefined,
    placeholderData: keepPreviousData,
  });

/** The behaviors that are on record, in observations and in ABC records, to choose from. */
export function useBehaviors(dogId: string, wanted: boolean) {
  const observed = useFigures(dogId, "time-budget", wanted ? {} : undefined, {});
  const written = useFigures(dogId, "abc-per-week", wanted ? {} : undefined, {});
  const names = new Map<string, string>();
  for (const { behavior } of [...(observed.data?.behaviors ?? []), ...(written.data?.behaviors ?? [])]) {
    const key = behavior.trim().toLowerCase();
    if (!names.has(key)) names.set(key, behavior);
  }
  return { names: [...names.values()], isPending: wanted && (observed.isPending || written.isPending) };
}
