// The records of a dog: everything that reads or writes them goes through here. They are read from the device's replica
// and written to it first.
import {
  infiniteQueryOptions,
  type QueryClient,
  queryOptions,
  useInfiniteQuery,
  useMutation,
  useQuery,
} from "@tanstack/react-query";
import i18next from "i18next";
import { useCallback, useMemo } from "react";
import { api, unwrap } from "@/shared/api/client";
import { ApiError } from "@/shared/api/problem";
import type { DogRecord, NewRecord, RecordOf, RecordType, Target } from "@/shared/api/types";
import { fieldsOf } from "@/shared/lib/fieldsOf";
import { endOfDay, startOfDay } from "@/shared/lib/time";
import type { Waiting } from "@/shared/replica/model";
import type { Write } from "@/shared/replica/outbox";
import type { Replica } from "@/shared/replica/replica";
import { instantKey, timeKey } from "@/shared/replica/store";
import { replicaKey, useReplica } from "@/shared/replica/useReplica";
import { facetsOf, noFilter, passing, type TimelineFilter } from "./timeline/facets";
import { buildIndex, type SearchIndex, search } from "./timeline/searchIndex";

const pageSize = 50;

/** An empty answer counts only when everything has been fetched once. */
export async function notEmpty<T>(replica: Replica, read: () => Promise<T[]>): Promise<T[]> {
  const found = await read();
  if (found.length > 0) return found;
  await replica.whenComplete();
  return read();
}

const timelineQuery = (replica: Replica, dogId: string, filter: TimelineFilter) =>
  infiniteQueryOptions({
    queryKey: [...replicaKey(dogId), "timeline", filter] as const,
    queryFn: async ({ pageParam }) => {
      const range = {
        types: filter.types,
        from: filter.from && instantKey(startOfDay(filter.from)),
        to: pageParam ?? (filter.to && `${instantKey(endOfDay(filter.to))}~`),
        limit: pageSize,
      };
      const read = () => replica.range(dogId, range);
      const items = await (pageParam ? read() : notEmpty(replica, read));
      const last = items.length === pageSize ? items.at(-1) : undefined;
      return { items, next: last && timeKey(last) };
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
  });

/** By type and period alone, page by page as the device's indexes have them. */
export const useTimeline = (dogId: string, filter: Partial<TimelineFilter>, enabled = true) =>
  useInfiniteQuery({ ...timelineQuery(useReplica(), dogId, { ...noFilter, ...filter }), enabled });

const allQuery = (replica: Replica, dogId: string) =>
  queryOptions({
    queryKey: [...replicaKey(dogId), "all"],
    queryFn: () => notEmpty(replica, () => replica.all(dogId)),
  });

/** What has all of the words; undefined without words or while it is being looked for. */
function useWithWords(dogId: string, words: string) {
  const replica = useReplica();
  return useQuery({
    queryKey: [...replicaKey(dogId), "search-index"],
    queryFn: async () => buildIndex(await notEmpty(replica, () => replica.all(dogId))),
    enabled: words !== "",
    select: useCallback((index: SearchIndex) => search(index, words), [words]),
    structuralSharing: false,
  });
}

/** Everything that has the words and passes the filter, newest first. */
export function useFound(dogId: string, filter: TimelineFilter, words: string, enabled: boolean) {
  const found = useWithWords(dogId, words);
  const all = useQuery({ ...allQuery(useReplica(), dogId), enabled: enabled && words === "" });
  const { data, ...query } = words ? found : all;
  return { ...query, records: useMemo(() => passing(data ?? [], filter), [data, filter]) };
}

/** How many records each choice of the filter would leave; undefined while that is not known. */
export function useFacets(dogId: string, filter: TimelineFilter, words: string, enabled: boolean) {
  const found = useWithWords(dogId, enabled ? words : "");
  const all = useQuery({ ...allQuery(useReplica(), dogId), enabled: enabled && words === "" });
  const { data } = words ? found : all;
  return useMemo(() => (enabled && data ? facetsOf(data, filter) : undefined), [enabled, data, filter]);
}

const ofTypeQuery = <T extends RecordType>(replica: Replica, dogId: string, type: T) =>
  queryOptions({
    queryKey: [...replicaKey(dogId), "of-type", type],
    queryFn: async () =>
      (await notEmpty(replica, () => replica.all(dogId, [type]))).filter(
        (one): one is RecordOf<T> => one.type === type,
      ),
  });

const unarchivedFirst = (targets: Target[]): Target[] =>
  targets.toSorted((a, b) => Number(a.archived ?? false) - Number(b.archived ?? false));

/** All targets of the dog, archived ones last. */
export const useTargets = (dogId: string, enabled = true) =>
  useQuery({ ...ofTypeQuery(useReplica(), dogId, "target"), enabled, select: unarchivedFirst });

const onlySessions: TimelineFilter = { ...noFilter, types: ["session"] };

/** The target that the newest session trained; undefined while unknown or when there is none. */
export function useLastTrainedTarget(dogId: string): string | undefined {
  const sessions = useTimeline(dogId, onlySessions);
  const newest = sessions.data?.pages[0]?.items[0];
  return newest?.type === "session" ? newest.blocks.at(-1)?.targetId : undefined;
}

/** The records of one type, newest first, to choose from. */
export const useRecordsOfType = <T extends RecordType>(dogId: string, type: T, enabled = true) =>
  useQuery({ ...ofTypeQuery(useReplica(), dogId, type), enabled });

export function useRecord(dogId: string, id: string) {
  const replica = useReplica();
  return useQuery({
    queryKey: [...replicaKey(dogId), "record", id],
    queryFn: async (): Promise<DogRecord> => {
      const here = await replica.record(dogId, id);
      if (here) return here;
      // It may be so new that this device has not heard of it.
      await replica.fresh();
      const now = await replica.record(dogId, id);
      if (!now) throw new ApiError(404, { title: "There is no such record." });
      return now;
    },
  });
}

export const useRevisions = (dogId: string, id: string) =>
  useInfiniteQuery({
    queryKey: ["revisions", dogId, id],
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

export interface Saved {
  /** False: it is on this device and will be sent when that is possible. */
  synced: boolean;
}

/** How long a form waits for the server's word before it is content that the write is on the device. */
const patience = 4000;

type Written = Omit<Write, "dogId">;

/** Error 412: somebody changed it since it was seen; any other: the server refused. */
async function settled(replica: Replica, entry: Waiting | undefined): Promise<Saved> {
  const outcome = entry && (await replica.judged(entry, patience));
  if (outcome === "later") return { synced: false };
  if (outcome?.state === "conflict") throw new ApiError(412, { current: outcome.clash?.theirs });
  if (outcome) throw new ApiError(outcome.problem?.status ?? 422, outcome.problem ?? {});
  return { synced: true };
}

/** Whatever the server says, the write stays on the device until it is decided. */
export const writeRecord = async (replica: Replica, write: Write): Promise<Saved> =>
  settled(replica, await kept(replica.write(write)));

function useWrite<V>(write: (variables: V) => Written, dogId: string) {
  const replica = useReplica();
  return useMutation({
    mutationFn: (variables: V) => writeRecord(replica, { dogId, ...write(variables) }),
  });
}

async function kept<T>(writing: Promise<T>): Promise<T> {
  try {
    return await writing;
  } catch (cause) {
    throw new Error(i18next.t("sync.notKept"), { cause });
  }
}

/** Writes a new record under an id the caller made. Writing it again changes it. */
export const useCreateRecord = (dogId: string) =>
  useWrite(({ id, fields }: { id: string; fields: NewRecord }) => ({ id, wanted: fields }), dogId);

export interface NewEntry {
  dogId: string;
  id: string;
  fields: NewRecord;
}

/** Writes one record for each of several dogs. All are on the device before the server is asked about the first. */
export function useCreateForDogs() {
  const replica = useReplica();
  return useMutation({
    mutationFn: async (entries: NewEntry[]): Promise<Saved> => {
      const waiting: (Waiting | undefined)[] = [];
      for (const { dogId, id, fields } of entries) {
        waiting.push(await kept(replica.write({ dogId, id, wanted: fields })));
      }
      const saved = await Promise.all(waiting.map((entry) => settled(replica, entry)));
      return { synced: saved.every(({ synced }) => synced) };
    },
  });
}

/** Deletes what was just written, as it is by now. */
export async function withdrawRecord(
  replica: Replica,
  { dogId, id }: Pick<NewEntry, "dogId" | "id">,
): Promise<void> {
  const seen = await replica.record(dogId, id);
  if (seen) await writeRecord(replica, { dogId, id, wanted: null, seen });
}

/** Takes back what was just written. All of it is taken back on the device before the server is asked. */
export function useTakeBack() {
  const replica = useReplica();
  return useMutation({
    mutationFn: async (entries: Pick<NewEntry, "dogId" | "id">[]): Promise<void> => {
      for (const { dogId, id } of entries) {
        const seen = await replica.record(dogId, id);
        if (seen) await kept(replica.write({ dogId, id, wanted: null, seen }));
      }
    },
  });
}

/** Changes `seen`, the record as it was when the change began. */
export const useEditRecord = (dogId: string) =>
  useWrite(
    ({ seen, fields }: { seen: DogRecord; fields: NewRecord }) => ({ id: seen.id, wanted: fields, seen }),
    dogId,
  );

export const useDeleteRecord = (dogId: string) =>
  useWrite((record: DogRecord) => ({ id: record.id, wanted: null, seen: record }), dogId);

/** Takes back the deletion of the record. */
export const useRestoreRecord = (dogId: string) =>
  useWrite(
    (record: DogRecord) => ({
      id: record.id,
      wanted: fieldsOf(record),
      // What never left the device is written anew.
      ...(record.version > 0 && { seen: record, undoesDeletion: true }),
    }),
    dogId,
  );

/** After an import, when nobody knows which records came. */
export async function refreshRecords(queries: QueryClient, dogId: string, replica: Replica): Promise<void> {
  await replica.fresh();
  await queries.invalidateQueries({ queryKey: ["progress", dogId] });
}
