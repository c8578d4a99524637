import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { ApiError, isStatus } from "@/shared/api/problem";
import { backoff } from "@/shared/lib/backoff";

/** `onUnauthenticated` is called when the server says that nobody is signed in. */
export function makeQueryClient(onUnauthenticated: () => void): QueryClient {
  const onError = (error: unknown) => {
    if (isStatus(error, 401)) onUnauthenticated();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        // Without a network a query fails at once, and what the device keeps is read all the same.
        networkMode: "always",
        // Another try helps when the server could not be reached or was busy, and never when it said no.
        retry: (failures, error) =>
          failures < 2 && (error instanceof ApiError ? navigator.onLine && isStatus(error, 0, 503) : true),
        retryDelay: (failures, error) =>
          backoff(failures, { retryAfter: error instanceof ApiError ? error.retryAfter : undefined }),
      },
      mutations: { networkMode: "always" },
    },
  });
}
