// The records of a dog: everything that reads or writes them goes through here.
import {
  type InfiniteData,
  infiniteQueryOptions,
  type QueryClient,
  queryOptions,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { api, ifMatch, unwrap } from "@/shared/api/client";
import type { DogRecord, NewRecord, RecordType, Target } from "@/shared/api/types";
import { endOfDay, startOfDay, toRfc3339 } from "@/shared/lib/time";

export interface TimelineFilter {
  types: RecordType[];
  /** Local days, both inclusive. */
  from?: string;
  to?: string;
}

interface RecordPage {
  items: DogRecord[];
  next?: string;
}

const listsKey = (dogId: string) => ["records", dogId] as const;
const timelinesKey = (dogId: string) => [...listsKey(dogId), "timeline"] as const;
const recordKey = (dogId: string, id: string) => ["record", dogId, id] as const;

const timelineQuery = (dogId: string, filter: TimelineFilter) =>
  infiniteQueryOptions({
    queryKey: [...timelinesKey(dogId), filter] as const,
    queryFn: ({ pageParam, signal }): Promise<RecordPage> => {
      const query = {
        type: filter.types.length ? filter.types : undefined,
        from: filter.from && toRfc3339(startOfDay(filter.from)),
        to: filter.to && toRfc3339(endOfDay(filter.to)),
        limit: 30,
        cursor: pageParam,
      };
      return unwrap(api.GET("/v1/dogs/{dogId}/records", { params: { path: { dogId }, query }, signal }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
  });

export const useTimeline = (dogId: string, filter: TimelineFilter) =>
  useInfiniteQuery(timelineQuery(dogId, filter));

/** All targets of the dog, archived ones last. */
const targetsQuery = (dogId: string) =>
  queryOptions({
    queryKey: [...listsKey(dogId), "targets"],
    queryFn: async ({ signal }) => {
      const targets: Target[] = [];
      let cursor: string | undefined;
      do {
        const query = { type: ["target"], limit: 200, cursor };
        const page: RecordPage = await unwrap(
          api.GET("/v1/dogs/{dogId}/records", { params: { path: { dogId }, query }, signal }),
        );
        targets.push(...page.items.filter((record): record is Target => record.type === "target"));
        cursor = page.next;
      } while (cursor);
      return targets.sort((a, b) => Number(a.archived ?? false) - Number(b.archived ?? false));
    },
    staleTime: 30_000,
  });

/** The target that the newest session trained; undefined while unknown or when there is none. */
export function useLastTrainedTarget(dogId: string): string | undefined {
  const sessions = useTimeline(dogId, { types: ["session"] });
  const newest = sessions.data?.pages[0]?.items[0];
  return newest?.type === "session" ? newest.blocks.at(-1)?.targetId : undefined;
}

export const useTargets = (dogId: string, enabled = true) => useQuery({ ...targetsQuery(dogId), enabled });

/** The newest records of one type, to choose from. */
export const useRecordsOfType = (dogId: string, type: RecordType) =>
  useQuery({
    queryKey: [...listsKey(dogId), "of-type", type],
    queryFn: async ({ signal }): Promise<DogRecord[]> => {
      const page = await unwrap(
        api.GET("/v1/dogs/{dogId}/records", {
          params: { path: { dogId }, query: { type: [type], limit: 200 } },
          signal,
        }),
      );
      return page.items;
    },
  });

export const useRecord = (dogId: string, id: string) =>
  useQuery({
    queryKey: recordKey(dogId, id),
    queryFn: ({ signal }): Promise<DogRecord> =>
      unwrap(
        api.GET("/v1/dogs/{dogId}/records/{recordId}", { params: { path: { dogId, recordId: id } }, signal }),
      ),
  });

export const useRevisions = (dogId: string, id: string) =>
  useInfiniteQuery({
    queryKey: [...recordKey(dogId, id), "revisions"],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET("/v1/dogs/{dogId}/records/{recordId}/revisions", {
          params: { path: { dogId, recordId: id }, query: { cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
  });

function matches(filter: TimelineFilter, record: DogRecord): boolean {
  const at = new Date(record.occurredAt);
  return (
    (filter.types.length === 0 || filter.types.includes(record.type)) &&
    (!filter.from || at >= startOfDay(filter.from)) &&
    (!filter.to || at <= endOfDay(filter.to))
  );
}

/** Shows the record in every loaded timeline at once, in its place; `put: false` takes it out. */
function showInTimelines(queries: QueryClient, record: DogRecord, put = true): void {
  const lists = queries.getQueriesData<InfiniteData<RecordPage>>({ queryKey: timelinesKey(record.dogId) });
  for (const [key, list] of lists) {
    if (!list) continue;
    const filter = key[key.length - 1] as TimelineFilter;
    const pages = list.pages.map((page) => ({
      ...page,
      items: page.items.filter(({ id }) => id !== record.id),
    }));
    const [first] = pages;
    if (put && first && matches(filter, record)) {
      const at = new Date(record.occurredAt).getTime();
      const index = first.items.findIndex(({ occurredAt }) => new Date(occurredAt).getTime() <= at);
      // Past the end of the first page the refetch finds its place.
      if (index >= 0 || !first.next) first.items.splice(index < 0 ? first.items.length : index, 0, record);
    }
    queries.setQueryData(key, { ...list, pages });
  }
}

async function refreshAfterWrite(queries: QueryClient, dogId: string): Promise<void> {
  await Promise.all([
    queries.invalidateQueries({ queryKey: listsKey(dogId) }),
    queries.invalidateQueries({ queryKey: ["record", dogId] }),
    queries.invalidateQueries({ queryKey: ["progress", dogId] }),
  ]);
}

function useWrite<V>(dogId: string, write: (variables: V) => Promise<DogRecord>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: write,
    onSuccess: (record) => {
      queries.setQueryData(recordKey(dogId, record.id), record);
      showInTimelines(queries, record);
      void refreshAfterWrite(queries, dogId);
    },
  });
}

/** Writes a new record under an id the caller made. Sending it again after a lost answer changes nothing. */
export const useCreateRecord = (dogId: string) =>
  useWrite(dogId, ({ id, fields }: { id: string; fields: NewRecord }) =>
    unwrap(
      api.PUT("/v1/dogs/{dogId}/records/{recordId}", {
        params: { path: { dogId, recordId: id } },
        body: fields,
      }),
    ),
  );

/** Error 412: somebody changed it since `version`; the problem's `current` is what it is now. */
export const usePatchRecord = (dogId: string) =>
  useWrite(dogId, ({ id, version, patch }: { id: string; version: number; patch: Record<string, unknown> }) =>
    unwrap(
      api.PATCH("/v1/dogs/{dogId}/records/{recordId}", {
        params: { path: { dogId, recordId: id } },
        headers: ifMatch(version),
        body: patch,
      }),
    ),
  );

export const useRestoreRecord = (dogId: string) =>
  useWrite(dogId, (id: string) =>
    unwrap(
      api.PATCH("/v1/dogs/{dogId}/records/{recordId}", {
        params: { path: { dogId, recordId: id } },
        body: { deleted: false },
      }),
    ),
  );

/** Leaves the timelines at once and comes back if the server refuses. */
export function useDeleteRecord(dogId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (record: DogRecord) =>
      unwrap(
        api.DELETE("/v1/dogs/{dogId}/records/{recordId}", {
          params: { path: { dogId, recordId: record.id } },
          headers: ifMatch(record.version),
        }),
      ),
    onMutate: async (record) => {
      await queries.cancelQueries({ queryKey: timelinesKey(dogId) });
      showInTimelines(queries, record, false);
    },
    onSuccess: (_, record) => queries.removeQueries({ queryKey: recordKey(dogId, record.id) }),
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: listsKey(dogId) });
      void queries.invalidateQueries({ queryKey: ["progress", dogId] });
    },
  });
}

/** After an import, when nobody knows which records came. */
export async function refreshRecords(queries: QueryClient, dogId: string): Promise<void> {
  await refreshAfterWrite(queries, dogId);
}
