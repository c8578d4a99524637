// Passkeys, and proving by one or by the password that it is still you.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, done, unwrap } from "@/shared/api/client";
import type { Proof } from "@/shared/api/types";
import { makePasskey, signWithPasskey } from "./passkeyBrowser";

const passkeysKey = ["passkeys"] as const;

export const usePasskeys = () =>
  useQuery({
    queryKey: passkeysKey,
    queryFn: async ({ signal }) => (await unwrap(api.GET("/v1/me/passkeys", { signal }))).items,
  });

function useChange<V, R>(change: (variables: V) => Promise<R>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => queries.invalidateQueries({ queryKey: passkeysKey }),
  });
}

export const useAddPasskey = () =>
  useChange(async ({ name, proof }: { name: string; proof: Proof }) => {
    const options = await unwrap(api.POST("/v1/me/passkeys/begin", { body: proof }));
    const made = await makePasskey(options);
    return unwrap(api.POST("/v1/me/passkeys", { body: { name, ...made } }));
  });

export const useRenamePasskey = () =>
  useChange(({ passkeyId, name }: { passkeyId: string; name: string }) =>
    unwrap(api.PATCH("/v1/me/passkeys/{passkeyId}", { params: { path: { passkeyId } }, body: { name } })),
  );

export const useRemovePasskey = () =>
  useChange(({ passkeyId, proof }: { passkeyId: string; proof: Proof }) =>
    done(api.POST("/v1/me/passkeys/{passkeyId}/remove", { params: { path: { passkeyId } }, body: proof })),
  );

/** Asks for a passkey of whoever is signed in. */
export const useProveByPasskey = () =>
  useMutation({
    mutationFn: async (): Promise<Proof> => ({
      passkey: await signWithPasskey(await unwrap(api.POST("/v1/me/passkeys/proof"))),
    }),
  });
