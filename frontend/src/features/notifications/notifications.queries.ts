// What concerns the person, how many of it are unread, and what they want to be told.
import {
  type QueryClient,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { v7 as uuidv7 } from "uuid";
import { api, done, unwrap } from "@/shared/api/client";
import type { AppNotification, NotificationPreferences } from "@/shared/api/types";
import { toRfc3339 } from "@/shared/lib/time";

const listKey = ["notifications"] as const;
const unreadKey = ["unread-notifications"] as const;
const preferencesKey = ["notification-preferences"] as const;

export interface NotificationFilter {
  unread: boolean;
  kind?: AppNotification["kind"];
}

export const useNotifications = (filter: NotificationFilter) =>
  useInfiniteQuery({
    queryKey: [...listKey, filter],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET("/v1/notifications", {
          params: {
            query: { unread: filter.unread || undefined, kind: filter.kind, cursor: pageParam },
          },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
  });

export const useUnread = () =>
  useQuery({
    queryKey: unreadKey,
    queryFn: async ({ signal }) => (await unwrap(api.GET("/v1/notifications/unread", { signal }))).unread,
  });

/** What the live connection tells: the bell changes at once, and the list is asked for again. */
export async function unreadChanged(queries: QueryClient, unread: number): Promise<void> {
  queries.setQueryData(unreadKey, unread);
  await queries.invalidateQueries({ queryKey: listKey });
}

function useChange<V, R>(change: (variables: V) => Promise<R>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: unreadKey });
      await queries.invalidateQueries({ queryKey: listKey });
    },
  });
}

/** Without ids: all that are unread. Answers what was changed, which undoes it when it is sent the other way. */
export const useMark = () =>
  useChange((body: { ids?: string[]; read: boolean }) =>
    unwrap(api.PATCH("/v1/notifications", { body: { ids: body.ids ?? [], read: body.read } })),
  );

export const useDeleteNotification = () =>
  useChange((notificationId: string) =>
    done(api.DELETE("/v1/notifications/{notificationId}", { params: { path: { notificationId } } })),
  );

/** Says that the person has read an alert, which also marks its notification. */
export const useAcknowledge = () =>
  useChange(async ({ id, dogId, recordId }: { id: string; dogId: string; recordId: string }) => {
    await unwrap(
      api.PUT("/v1/dogs/{dogId}/records/{recordId}", {
        params: { path: { dogId, recordId: uuidv7() } },
        body: { type: "acknowledgment", occurredAt: toRfc3339(new Date()), alertId: recordId } as never,
      }),
    );
    await unwrap(api.PATCH("/v1/notifications", { body: { ids: [id], read: true } }));
  });

export const usePreferences = () =>
  useQuery({
    queryKey: preferencesKey,
    queryFn: ({ signal }) => unwrap(api.GET("/v1/me/notification-preferences", { signal })),
  });

export function useSavePreferences() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: NotificationPreferences) =>
      unwrap(api.PUT("/v1/me/notification-preferences", { body })),
    onSuccess: (saved) => queries.setQueryData(preferencesKey, saved),
  });
}

export const useUnsubscribe = () =>
  useMutation({
    mutationFn: (mailToken: string) =>
      done(
        api.POST("/v1/unsubscribe/{mailToken}", {
          params: { path: { mailToken } },
          body: { "List-Unsubscribe": "One-Click" },
          bodySerializer: (body) => new URLSearchParams(body as Record<string, string>).toString(),
          headers: { "Content-Type": "application/x-www-form-urlencoded" },
        }),
      ),
  });
