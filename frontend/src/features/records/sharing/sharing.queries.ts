// Links that show one record to whoever holds them.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, done, unwrap } from "@/shared/api/client";
import type { DogRecord, Report } from "@/shared/api/types";

const linksKey = (dogId: string) => ["share-links", dogId] as const;

/** The links in force to one record. */
export const useShareLinks = (dogId: string, recordId: string) =>
  useQuery({
    queryKey: linksKey(dogId),
    queryFn: ({ signal }) =>
      unwrap(api.GET("/v1/dogs/{dogId}/share-links", { params: { path: { dogId } }, signal })),
    select: (page) => page.items.filter((link) => link.recordId === recordId),
  });

export function useMakeShareLink(dogId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (recordId: string) =>
      unwrap(api.POST("/v1/dogs/{dogId}/share-links", { params: { path: { dogId } }, body: { recordId } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: linksKey(dogId) }),
  });
}

export function useEndShareLink(dogId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (linkId: string) =>
      done(api.DELETE("/v1/dogs/{dogId}/share-links/{linkId}", { params: { path: { dogId, linkId } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: linksKey(dogId) }),
  });
}

/** A photo or video; its bytes are opened by the link's token. */
export interface SharedFile {
  id: string;
  caption?: string;
  mediaType: string;
}

/** What a link shows: a record with its photos and videos, or a report, without ids that lead anywhere. */
export const useShared = (token: string) =>
  useQuery({
    queryKey: ["shared", token],
    queryFn: async ({ signal }) => {
      const shared = await unwrap(api.GET("/v1/shared/{token}", { params: { path: { token } }, signal }));
      return {
        ...shared,
        record: shared.record as unknown as DogRecord | undefined,
        report: shared.report as unknown as Report | undefined,
        media: shared.media as unknown as SharedFile[],
      };
    },
    enabled: token !== "",
    retry: false,
  });
