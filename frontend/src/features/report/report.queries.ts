// Progress reports, and the links that show one.
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, done, unwrap } from "@/shared/api/client";
import type { NewShareLink, ReportRequest } from "@/shared/api/types";

const linksKey = (dogId: string) => ["share-links", dogId] as const;

export const useReport = (dogId: string, request: ReportRequest) =>
  useQuery({
    queryKey: ["report", dogId, request],
    queryFn: ({ signal }) => {
      const { include, notes, ...rest } = request;
      return unwrap(
        api.GET("/v1/dogs/{dogId}/report", {
          params: {
            path: { dogId },
            query: {
              ...rest,
              include: include?.join(",") || undefined,
              notes: notes?.join(",") || undefined,
            },
          },
          signal,
        }),
      );
    },
    placeholderData: keepPreviousData,
  });

/** The links in force to reports. */
export const useReportLinks = (dogId: string) =>
  useQuery({
    queryKey: linksKey(dogId),
    queryFn: ({ signal }) =>
      unwrap(api.GET("/v1/dogs/{dogId}/share-links", { params: { path: { dogId } }, signal })),
    select: (page) => page.items.filter(({ report }) => report),
  });

export function useMakeReportLink(dogId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: NewShareLink) =>
      unwrap(api.POST("/v1/dogs/{dogId}/share-links", { params: { path: { dogId } }, body })),
    onSuccess: () => queries.invalidateQueries({ queryKey: linksKey(dogId) }),
  });
}

export function useEndReportLink(dogId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (linkId: string) =>
      done(api.DELETE("/v1/dogs/{dogId}/share-links/{linkId}", { params: { path: { dogId, linkId } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: linksKey(dogId) }),
  });
}
