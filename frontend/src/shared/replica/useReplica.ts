// The replica in components. What they read from it goes through queries, which look again when it has changed.
import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, useContext, useEffect, useSyncExternalStore } from "react";
import type { Waiting } from "./model";
import type { Replica, SyncStatus } from "./replica";

export const ReplicaContext = createContext<Replica | null>(null);

/** Null before somebody is signed in. */
export const useMaybeReplica = () => useContext(ReplicaContext);

export function useReplica(): Replica {
  const replica = useContext(ReplicaContext);
  if (!replica) throw new Error("useReplica is for pages of somebody who is signed in");
  return replica;
}

/** Queries that read a dog's records from the replica have keys that begin so. */
export const replicaKey = (dogId: string) => ["replica", dogId] as const;
export const waitingKey = ["waiting"] as const;
export const dogsKey = ["dogs"] as const;

/** Keeps queries up to date with the replica. */
export function useReplicaInQueries(replica: Replica | undefined): void {
  const queries = useQueryClient();
  useEffect(() => replica?.on("changed", (touched) => lookAgain(queries, touched)), [replica, queries]);
}

function lookAgain(queries: QueryClient, { dogIds, waiting }: { dogIds: string[]; waiting: boolean }): void {
  for (const dogId of dogIds) void queries.invalidateQueries({ queryKey: replicaKey(dogId) });
  if (waiting) void queries.invalidateQueries({ queryKey: waitingKey });
}

export function useSyncStatus(): SyncStatus {
  const replica = useReplica();
  return useSyncExternalStore(
    (listener) => replica.on("status", listener),
    () => replica.status,
  );
}

export function useWaitingQuery() {
  const replica = useReplica();
  return useQuery({ queryKey: waitingKey, queryFn: () => replica.waiting(), staleTime: 0 });
}

/** All that waits for the server or for the person; nothing while that is not known. */
export const useWaiting = (): Waiting[] => useWaitingQuery().data ?? none;
const none: Waiting[] = [];

/** What waits of one record. */
export const useWaitingOf = (recordId: string): Waiting | undefined =>
  useWaiting().find(({ id }) => id === recordId);
