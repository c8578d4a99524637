// The dogs that the signed-in person may see, and their profiles.
import {
  infiniteQueryOptions,
  queryOptions,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { api, done, ifMatch, unwrap } from "@/shared/api/client";
import type { Dog, NewDog } from "@/shared/api/types";
import { leaving } from "@/shared/lib/leaving";
import { forgetLastDog } from "@/shared/lib/storage";

interface DogPage {
  items: Dog[];
  next?: string;
}

/** The API's description cannot say that `you` is in every answer about a dog. */
const oneDog = (call: Parameters<typeof unwrap<Partial<Dog>>>[0]) => unwrap(call) as Promise<Dog>;

const dogsKey = ["dogs"] as const;
const dogKey = (dogId: string) => ["dog", dogId] as const;

export const dogsQuery = infiniteQueryOptions({
  queryKey: dogsKey,
  queryFn: ({ pageParam, signal }): Promise<DogPage> =>
    unwrap(
      api.GET("/v1/dogs", { params: { query: { limit: 100, cursor: pageParam } }, signal }),
    ) as Promise<DogPage>,
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next,
});

export const dogQuery = (dogId: string) =>
  queryOptions({
    queryKey: dogKey(dogId),
    queryFn: ({ signal }): Promise<Dog> =>
      oneDog(api.GET("/v1/dogs/{dogId}", { params: { path: { dogId } }, signal })),
  });

export const useDogs = () => useInfiniteQuery(dogsQuery);
export const useDogQuery = (dogId: string) => useQuery(dogQuery(dogId));

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
