// Who is with a dog, and who is invited.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, done, unwrap } from "@/shared/api/client";
import type { NewInvitation, Role } from "@/shared/api/types";
import { leaving } from "@/shared/lib/leaving";

const circleKey = (dogId: string) => ["circle", dogId] as const;

export const useCircle = (dogId: string) =>
  useQuery({
    queryKey: circleKey(dogId),
    queryFn: ({ signal }) =>
      unwrap(api.GET("/v1/dogs/{dogId}/circle", { params: { path: { dogId } }, signal })),
  });

function useCircleChange<V, R>(dogId: string, change: (variables: V) => Promise<R>, mutationKey?: string[]) {
  const queries = useQueryClient();
  return useMutation({
    mutationKey,
    mutationFn: change,
    onSuccess: () => queries.invalidateQueries({ queryKey: circleKey(dogId) }),
  });
}

/** Puts an organization that one runs into the circle. */
export const useAddOrganization = (dogId: string) =>
  useCircleChange(dogId, (body: { organizationId: string; role: Role }) =>
    unwrap(api.POST("/v1/dogs/{dogId}/circle", { params: { path: { dogId } }, body })),
  );

export const useInvite = (dogId: string) =>
  useCircleChange(dogId, (body: NewInvitation) =>
    unwrap(api.POST("/v1/dogs/{dogId}/invitations", { params: { path: { dogId } }, body })),
  );

export const useRevokeInvitation = (dogId: string) =>
  useCircleChange(dogId, (invitationId: string) =>
    done(
      api.DELETE("/v1/dogs/{dogId}/invitations/{invitationId}", {
        params: { path: { dogId, invitationId } },
      }),
    ),
  );

export const useChangeRole = (dogId: string) =>
  useCircleChange(dogId, ({ memberId, role }: { memberId: string; role: Role }) =>
    unwrap(
      api.PATCH("/v1/dogs/{dogId}/circle/{memberId}", {
        params: { path: { dogId, memberId } },
        body: { role },
      }),
    ),
  );

/** Takes somebody out of the circle; for oneself: leaves it. */
export const useRemoveMember = (dogId: string) =>
  useCircleChange(
    dogId,
    (memberId: string) =>
      done(api.DELETE("/v1/dogs/{dogId}/circle/{memberId}", { params: { path: { dogId, memberId } } })),
    leaving(dogId),
  );

export const useInvitation = (token: string) =>
  useQuery({
    queryKey: ["invitation", token],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/v1/invitations/{token}", { params: { path: { token } }, signal })),
    retry: false,
  });

export function useAcceptInvitation(token: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (organizationId?: string) =>
      unwrap(
        api.POST("/v1/invitations/{token}/accept", { params: { path: { token } }, body: { organizationId } }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["dogs"] }),
  });
}
