// The dogs that the signed-in person may see, and their profiles.
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
import { api, done, ifMatch, unwrap } from "@/shared/api/client";
import { isStatus } from "@/shared/api/problem";
import type { Dog, NewDog } from "@/shared/api/types";
import { leaving } from "@/shared/lib/leaving";
import { forgetLastDog } from "@/shared/lib/storage";
import type { Replica } from "@/shared/replica/replica";
import { dogsKey, useReplica } from "@/shared/replica/useReplica";

interface DogPage {
  items: Dog[];
}

/** The API's description cannot say that `you` is in every answer about a dog. */
const oneDog = (call: Parameters<typeof unwrap<Partial<Dog>>>[0]) => unwrap(call) as Promise<Dog>;

const dogKey = (dogId: string) => ["dog", dogId] as const;
const onePage = (items: Dog[]): InfiniteData<DogPage, undefined> => ({
  pages: [{ items }],
  pageParams: [undefined],
});

/** Asks the server; what the device kept of the dogs serves when that cannot be reached. */
export const dogsQuery = (replica: Replica) =>
  infiniteQueryOptions({
    queryKey: dogsKey,
    queryFn: async (): Promise<DogPage> => {
      try {
        return { items: await replica.refreshDogs() };
      } catch (error) {
        const kept = isStatus(error, 0) ? await replica.dogs() : undefined;
        if (!kept) throw error;
        return { items: kept };
      }
    },
    initialPageParam: undefined,
    getNextPageParam: () => undefined,
  });

export const dogQuery = (dogId: string, replica: Replica) =>
  queryOptions({
    queryKey: dogKey(dogId),
    queryFn: async ({ signal }): Promise<Dog> => {
      try {
        return await oneDog(api.GET("/v1/dogs/{dogId}", { params: { path: { dogId } }, signal }));
      } catch (error) {
        const kept = isStatus(error, 0) ? await replica.dogs() : undefined;
        const dog = kept?.find(({ id }) => id === dogId);
        if (!dog) throw error;
        return dog;
      }
    },
  });

export const useDogs = () => useInfiniteQuery(dogsQuery(useReplica()));
export const useDogQuery = (dogId: string) => useQuery(dogQuery(dogId, useReplica()));

/** The name of a dog that was shown. */
export const dogName = (queries: QueryClient, dogId: string): string | undefined =>
  queries.getQueryData<Dog>(dogKey(dogId))?.name ??
  queries
    .getQueryData<InfiniteData<DogPage>>(dogsKey)
    ?.pages.flatMap(({ items }) => items)
    .find(({ id }) => id === dogId)?.name;

/** Shows what the device keeps of the dogs; `old`: to be looked for on the server at the first use. */
export async function showKeptDogs(queries: QueryClient, replica: Replica, old = false): Promise<void> {
  const dogs = await replica.dogs();
  if (!dogs) return;
  const options = old ? { updatedAt: 0 } : {};
  queries.setQueryData(dogsKey, onePage(dogs), options);
  for (const dog of dogs) queries.setQueryData(dogKey(dog.id), dog, options);
}

export function useAddDog() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: NewDog): Promise<Dog> => oneDog(api.POST("/v1/dogs", { body })),
    onSuccess: (dog) => {
      queries.setQueryData(dogKey(dog.id), dog);
      return queries.invalidateQueries({ queryKey: dogsKey });
    },
  });
}

export function useEditDog(dog: Dog) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Record<string, unknown>): Promise<Dog> =>
      oneDog(
        api.PATCH("/v1/dogs/{dogId}", {
          params: { path: { dogId: dog.id } },
          headers: ifMatch(dog.version),
          body,
        }),
      ),
    onSuccess: (changed) => {
      queries.setQueryData(dogKey(dog.id), changed);
      return queries.invalidateQueries({ queryKey: dogsKey });
    },
  });
}

export function useRemoveDog(dogId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationKey: leaving(dogId),
    mutationFn: () => done(api.DELETE("/v1/dogs/{dogId}", { params: { path: { dogId } } })),
    onSuccess: () => {
      forgetLastDog();
      return queries.invalidateQueries({ queryKey: dogsKey });
    },
  });
}
