// How somebody signs in, and where they are signed in.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, done, unwrap } from "@/shared/api/client";
import type { Account, AccountChange, NewApiToken, Proof } from "@/shared/api/types";

const sessionsKey = ["sessions"] as const;

export const useSessions = () =>
  useQuery({
    queryKey: sessionsKey,
    queryFn: async ({ signal }) => (await unwrap(api.GET("/v1/sessions", { signal }))).items,
  });

function useChange<V, R>(change: (variables: V) => Promise<R>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: sessionsKey });
      await queries.invalidateQueries({ queryKey: ["me"] });
    },
  });
}

export const useChangeMe = () =>
  useChange((body: AccountChange): Promise<Account> => unwrap(api.PATCH("/v1/me", { body })));

/** Mails the link once more. */
export const useSendVerification = () =>
  useMutation({ mutationFn: () => done(api.POST("/v1/email-verifications")) });

export const useEndSession = () =>
  useChange((sessionId: string) =>
    done(api.DELETE("/v1/sessions/{sessionId}", { params: { path: { sessionId } } })),
  );

export const useChangePassword = () =>
  useChange((body: { current: string; password: string; endFeeds: boolean }) =>
    done(api.PUT("/v1/me/password", { body })),
  );

export const useBeginSecondFactor = () =>
  useMutation({
    mutationFn: (body: Proof) => unwrap(api.POST("/v1/me/second-factor", { body })),
  });

/** Answers the recovery codes, which are shown this once. */
export const useConfirmSecondFactor = () =>
  useChange(
    async (code: string) =>
      (await unwrap(api.POST("/v1/me/second-factor/confirm", { body: { code } }))).codes,
  );

export const useRemoveSecondFactor = () =>
  useChange((body: Proof) => done(api.POST("/v1/me/second-factor/remove", { body })));

const tokensKey = ["api-tokens"] as const;

export const useTokens = () =>
  useQuery({
    queryKey: tokensKey,
    queryFn: async ({ signal }) => (await unwrap(api.GET("/v1/me/tokens", { signal }))).items,
  });

/** The answer has the secret, which no other answer has. */
export function useMakeToken() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: NewApiToken) => unwrap(api.POST("/v1/me/tokens", { body })),
    onSuccess: () => queries.invalidateQueries({ queryKey: tokensKey }),
    // It shall not outlive the page.
    gcTime: 0,
  });
}

export function useRevokeToken() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (tokenId: string) =>
      done(api.DELETE("/v1/me/tokens/{tokenId}", { params: { path: { tokenId } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: tokensKey }),
  });
}
