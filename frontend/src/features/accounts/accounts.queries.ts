// Who is signed in.
import { type QueryClient, queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, done, unwrap } from "@/shared/api/client";
import { isStatus } from "@/shared/api/problem";
import type { Account } from "@/shared/api/types";
import { adoptLanguage } from "@/shared/i18n/i18n";
import { forgetEverything, load, save } from "@/shared/lib/storage";
import { adoptUnits } from "@/shared/lib/weight";
import type { Waiting } from "@/shared/replica/model";
import { useMaybeReplica, waitingKey } from "@/shared/replica/useReplica";

export interface Credentials {
  email: string;
  password: string;
  /** Of the second factor. */
  code?: string;
}

const meKey = ["me"] as const;
const keptMe = "me";
const endKey = ["session-end"] as const;
const others = { predicate: ({ queryKey }: { queryKey: readonly unknown[] }) => queryKey[0] !== meKey[0] };

/** Why nobody is signed in any more; undefined when nobody was. */
export type SessionEnd = "signed-out" | "expired" | undefined;

export const sessionEnd = (queries: QueryClient) => queries.getQueryData<SessionEnd>(endKey);

function endSession(queries: QueryClient, why: SessionEnd): void {
  queries.removeQueries(others);
  queries.setQueryData(endKey, why);
  queries.setQueryData(meKey, null);
}

/** The server says that nobody is signed in. Wrong credentials say so too, but then nobody was. */
export function sessionExpired(queries: QueryClient): void {
  if (queries.getQueryData(meKey)) endSession(queries, "expired");
}

/** null: nobody is signed in. */
export const meQuery = queryOptions({
  queryKey: meKey,
  queryFn: async ({ signal }): Promise<Account | null> => {
    try {
      const me = await unwrap(api.GET("/v1/me", { signal }));
      save(keptMe, me);
      return me;
    } catch (error) {
      if (isStatus(error, 401)) return null;
      // Without a network it is who it was. The server asks for proof before it gives or takes anything.
      const before = isStatus(error, 0) ? load<Account>(keptMe) : undefined;
      if (before) return before;
      throw error;
    }
  },
  initialData: () => load<Account>(keptMe),
  initialDataUpdatedAt: 0,
  staleTime: 5 * 60_000,
});

export const useMe = () => useQuery(meQuery);

function useEnter<V>(enter: (variables: V) => Promise<void>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: enter,
    onSuccess: async () => {
      queries.removeQueries(others);
      const me = await queries.fetchQuery({ ...meQuery, staleTime: 0 });
      // Drafts outlive an expired session, but are not another person's business.
      if (load("account") !== me?.id) forgetEverything();
      save("account", me?.id);
      if (!me) return;
      adoptUnits(me.units);
      // Without its texts, which may not be reachable, a language is English.
      await adoptLanguage(me.locale).catch(() => {});
    },
  });
}

export const useSignIn = () => useEnter((body: Credentials) => done(api.POST("/v1/sessions", { body })));

export const useSignInByPasskey = () =>
  useEnter(async ({ autofill }: { autofill: boolean }) => {
    const options = await unwrap(api.POST("/v1/sessions/passkey/begin"));
    // Few sign in so; nobody else shall load it.
    const { signWithPasskey } = await import("./passkeys/passkeyBrowser");
    const body = await signWithPasskey(options, autofill);
    await done(api.POST("/v1/sessions/passkey", { body }));
  });

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

/** The answer is the same when nobody has this email. */
export const useForgotPassword = () =>
  useMutation({ mutationFn: (email: string) => done(api.POST("/v1/password-resets", { body: { email } })) });

export const useResetPassword = () =>
  useMutation({
    mutationFn: (body: { token: string; password: string }) =>
      done(api.POST("/v1/password-resets/redeem", { body })),
  });

export function useVerifyEmail() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (token: string) => done(api.POST("/v1/email-verifications/redeem", { body: { token } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: meKey }),
  });
}

/** Ends the session here by what `leave` asks of the server. */
export function useLeave<V = void>(leave: (variables: V) => Promise<void>) {
  const queries = useQueryClient();
  const replica = useMaybeReplica();
  return useMutation({
    mutationFn: async (variables: V) => {
      try {
        await leave(variables);
      } catch (error) {
        // An expired session is signed out already.
        if (!isStatus(error, 401)) throw error;
      }
      // Before it is said that one is signed out: nothing of the account stays on the device.
      await replica?.wipe();
    },
    onSuccess: () => {
      forgetEverything();
      endSession(queries, "signed-out");
    },
  });
}

export const useSignOut = () => useLeave(() => done(api.DELETE("/v1/sessions/current")));
export const useSignOutEverywhere = () => useLeave(() => done(api.DELETE("/v1/sessions")));

/** What of the account is only on this device, and would be lost by signing out. */
export function useUnsent(): Waiting[] {
  const replica = useMaybeReplica();
  const { data } = useQuery({
    queryKey: waitingKey,
    queryFn: () => replica?.waiting() ?? [],
    enabled: replica !== null,
    staleTime: 0,
  });
  return data ?? [];
}
