// Records of some types of several dogs at once, and writing one at a tap: what the pages over all dogs are made from.
import { type UseQueryResult, useQueries } from "@tanstack/react-query";
import { v7 as uuid } from "uuid";
import type { Dog, DogRecord, NewRecord, RecordType } from "@/shared/api/types";
import { replicaKey, useReplica } from "@/shared/replica/useReplica";
import { toastError, toastUndo } from "@/shared/ui/toasts";
import { notEmpty, useCreateRecord, withdrawRecord } from "./records.queries";

export interface RecordsOfDogs {
  records: DogRecord[];
  /** Whether of some dog nothing is known yet. */
  isPending: boolean;
  error: Error | null;
  refetch: () => void;
}

const together = (results: UseQueryResult<DogRecord[]>[]): RecordsOfDogs => ({
  records: results.flatMap(({ data = [] }) => data),
  isPending: results.some(({ isPending }) => isPending),
  error: results.find(({ error }) => error)?.error ?? null,
  refetch: () => {
    for (const result of results) void result.refetch();
  },
});

/** `types` must be the same list at every call. */
export function useRecordsOfDogs(dogs: Dog[], types: RecordType[]): RecordsOfDogs {
  const replica = useReplica();
  return useQueries({
    queries: dogs.map(({ id }) => ({
      queryKey: [...replicaKey(id), "of-types", types],
      queryFn: () => notEmpty(replica, () => replica.all(id, types)),
    })),
    combine: together,
  });
}

/** Writes a new record at one tap, says so, and offers the way back. */
export function useOneTap(dogId: string) {
  const replica = useReplica();
  const create = useCreateRecord(dogId);
  // Whoever tapped may be on another page when the answer comes, so nothing here hangs on the component.
  const write = (fields: NewRecord, said: string) => {
    const id = uuid();
    return create.mutateAsync({ id, fields }).then(
      () => toastUndo(said, () => void withdrawRecord(replica, { dogId, id }).catch(toastError)),
      (error: unknown) => toastError(error),
    );
  };
  return { write, isPending: create.isPending };
}
