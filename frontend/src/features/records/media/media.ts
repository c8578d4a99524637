// Photos and videos as the pages ask for them.
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/shared/api/client";
import { isStatus } from "@/shared/api/problem";
import type { Attachment, DogRecord } from "@/shared/api/types";
import { replicaKey, useReplica } from "@/shared/replica/useReplica";

export type MediaSize = "thumb" | "medium" | "full";

/** The session's cookie opens it; a video has its full size alone. */
export const mediaUrl = ({ dogId, id }: Attachment, size: MediaSize) =>
  `/v1/dogs/${dogId}/media/${id}?size=${size}`;

export const isVideo = ({ mediaType }: Attachment) => mediaType.startsWith("video/");

export const isAttachment = (record: DogRecord): record is Attachment => record.type === "attachment";

// Under the replica's key, so that whatever changes of the records looks again.
const mediaKey = (dogId: string) => [...replicaKey(dogId), "media"] as const;

/** What is attached to a record, oldest first; nothing when the record has been deleted. */
export function useAttachments(dogId: string, recordId: string, enabled = true) {
  const replica = useReplica();
  return useQuery({
    queryKey: [...mediaKey(dogId), recordId],
    queryFn: async ({ signal }): Promise<Attachment[]> => {
      // The page of a record that was just deleted looks again before it closes.
      if (!(await replica.record(dogId, recordId))) return [];
      try {
        const path = { dogId, recordId };
        const page = await unwrap(
          api.GET("/v1/dogs/{dogId}/records/{recordId}/attachments", { params: { path }, signal }),
        );
        return page.items.filter(isAttachment);
      } catch (error) {
        // Somebody else deleted it, and this device has not heard of that yet.
        if (isStatus(error, 404)) return [];
        throw error;
      }
    },
    enabled,
  });
}

/** All of the dog's, newest first. */
export const useGallery = (dogId: string) =>
  useInfiniteQuery({
    queryKey: [...mediaKey(dogId), "gallery"],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET("/v1/dogs/{dogId}/media", {
          params: { path: { dogId }, query: { limit: 48, cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
    select: ({ pages }) => pages.flatMap(({ items }) => items.filter(isAttachment)),
  });

/** How much is kept of the dog, and what may be sent. */
export const useMediaState = (dogId: string) =>
  useQuery({
    queryKey: [...mediaKey(dogId), "state"],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/v1/dogs/{dogId}/media-usage", { params: { path: { dogId } }, signal })),
  });
