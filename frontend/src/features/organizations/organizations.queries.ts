// The organizations that one belongs to: who is in them, who is invited, and which dogs they have.
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, done, unwrap } from "@/shared/api/client";
import type { Dog, OrganizationRole } from "@/shared/api/types";

const listKey = ["organizations"] as const;
const key = (organizationId: string, part?: string) =>
  part ? (["organization", organizationId, part] as const) : (["organization", organizationId] as const);
const path = (organizationId: string) => ({ params: { path: { organizationId } } });

export const useOrganizations = (enabled = true) =>
  useQuery({
    queryKey: listKey,
    queryFn: async ({ signal }) => (await unwrap(api.GET("/v1/organizations", { signal }))).items,
    enabled,
  });

export const useOrganization = (organizationId: string) =>
  useQuery({
    queryKey: key(organizationId),
    queryFn: ({ signal }) =>
      unwrap(api.GET("/v1/organizations/{organizationId}", { ...path(organizationId), signal })),
  });

export const useStaff = (organizationId: string) =>
  useQuery({
    queryKey: key(organizationId, "members"),
    queryFn: async ({ signal }) =>
      (
        await unwrap(
          api.GET("/v1/organizations/{organizationId}/members", { ...path(organizationId), signal }),
        )
      ).items,
  });

/** Only admins are told. */
export const useStaffInvitations = (organizationId: string) =>
  useQuery({
    queryKey: key(organizationId, "invitations"),
    queryFn: async ({ signal }) =>
      (
        await unwrap(
          api.GET("/v1/organizations/{organizationId}/invitations", { ...path(organizationId), signal }),
        )
      ).items,
  });

export const useOrganizationDogs = (organizationId: string) =>
  useInfiniteQuery({
    queryKey: key(organizationId, "dogs"),
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET("/v1/organizations/{organizationId}/dogs", {
          params: { path: { organizationId }, query: { cursor: pageParam } },
          signal,
        }),
      ) as Promise<{ items: Dog[]; next?: string }>,
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
  });

function useChange<V, R>(change: (variables: V) => Promise<R>, ...keys: (readonly string[])[]) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    // Not waited for: whoever asked for the change may be gone from the page with what it changes.
    onSuccess: () => {
      for (const queryKey of keys) void queries.invalidateQueries({ queryKey });
    },
  });
}

export const useCreateOrganization = () =>
  useChange((name: string) => unwrap(api.POST("/v1/organizations", { body: { name } })), listKey);

export const useRenameOrganization = (organizationId: string) =>
  useChange(
    (name: string) =>
      unwrap(api.PATCH("/v1/organizations/{organizationId}", { ...path(organizationId), body: { name } })),
    listKey,
    key(organizationId),
    ["dogs"],
  );

export const useEndOrganization = (organizationId: string) =>
  useChange(() => done(api.DELETE("/v1/organizations/{organizationId}", path(organizationId))), listKey);

export const useInviteStaff = (organizationId: string) =>
  useChange(
    (body: { role: OrganizationRole; email?: string }) =>
      unwrap(api.POST("/v1/organizations/{organizationId}/invitations", { ...path(organizationId), body })),
    key(organizationId, "invitations"),
  );

export const useRevokeStaffInvitation = (organizationId: string) =>
  useChange(
    (invitationId: string) =>
      done(
        api.DELETE("/v1/organizations/{organizationId}/invitations/{invitationId}", {
          params: { path: { organizationId, invitationId } },
        }),
      ),
    key(organizationId, "invitations"),
  );

export const useChangeStaffRole = (organizationId: string) =>
  useChange(
    ({ memberId, role }: { memberId: string; role: OrganizationRole }) =>
      unwrap(
        api.PATCH("/v1/organizations/{organizationId}/members/{memberId}", {
          params: { path: { organizationId, memberId } },
          body: { role },
        }),
      ),
    listKey,
    key(organizationId),
  );

/** Takes somebody out; for oneself: leaves. */
export const useRemoveStaff = (organizationId: string) =>
  useChange(
    (memberId: string) =>
      done(
        api.DELETE("/v1/organizations/{organizationId}/members/{memberId}", {
          params: { path: { organizationId, memberId } },
        }),
      ),
    listKey,
    key(organizationId, "members"),
    ["dogs"],
  );

export const useStaffInvitation = (token: string) =>
  useQuery({
    queryKey: ["organization-invitation", token],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/v1/organization-invitations/{token}", { params: { path: { token } }, signal })),
    retry: false,
  });

export const useJoinOrganization = (token: string) =>
  useChange(
    () => unwrap(api.POST("/v1/organization-invitations/{token}/accept", { params: { path: { token } } })),
    listKey,
    ["dogs"],
  );
