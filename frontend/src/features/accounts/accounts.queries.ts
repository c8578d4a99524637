// Who is signed in.
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, done, unwrap } from "@/shared/api/client";
import { isStatus } from "@/shared/api/problem";
import type { Account } from "@/shared/api/types";
import { forgetEverything, load, save } from "@/shared/lib/storage";

export interface Credentials {
  email: string;
  password: string;
}

export const meKey = ["me"] as const;

/** null: nobody is signed in. */
export const meQuery = queryOptions({
  queryKey: meKey,
  queryFn: async ({ signal }): Promise<Account | null> => {
    try {
      return await unwrap(api.GET("/v1/me", { signal }));
    } catch (error) {
      if (isStatus(error, 401)) return null;
      throw error;
    }
  },
  staleTime: 5 * 60_000,
});

export const useMe = () => useQuery(meQuery);

export function useSignIn() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Credentials) => done(api.POST("/v1/sessions", { body })),
    onSuccess: async () => {
      queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== meKey[0] });
      const me = await queries.fetchQuery({ ...meQuery, staleTime: 0 });
      // Drafts outlive an expired session, but are not another person's business.
      if (load("account") !== me?.id) forgetEverything();
      save("account", me?.id);
    },
  });
}

/** Makes the account and signs in. */
export function useSignUp() {
  const signIn = useSignIn();
  return useMutation({
    mutationFn: async ({ name, email, password }: Credentials & { name: string }) => {
      await unwrap(api.POST("/v1/accounts", { body: { name, email, password } }));
      await signIn.mutateAsync({ email, password });
    },
  });
}

function useLeave(leave: () => Promise<void>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      try {
        await leave();
      } catch (error) {
        // An expired session is signed out already.
        if (!isStatus(error, 401)) throw error;
      }
    },
    onSuccess: () => {
      forgetEverything();
      queries.setQueryData(meKey, null);
      queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== meKey[0] });
    },
  });
}

export const useSignOut = () => useLeave(() => done(api.DELETE("/v1/sessions/current")));
export const useSignOutEverywhere = () => useLeave(() => done(api.DELETE("/v1/sessions")));
