// URLs that are told when something happens, and what became of the messages.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, done, unwrap } from "@/shared/api/client";
import type { NewWebhook, Webhook } from "@/shared/api/types";

const webhooksKey = ["webhooks"] as const;
const deliveriesKey = (webhookId: string) => [...webhooksKey, webhookId, "deliveries"] as const;

export const useWebhooks = () =>
  useQuery({
    queryKey: webhooksKey,
    queryFn: async ({ signal }) => (await unwrap(api.GET("/v1/me/webhooks", { signal }))).items,
  });

/** The last attempts, looked at again every few seconds while they are shown. */
export const useDeliveries = (webhookId: string) =>
  useQuery({
    queryKey: deliveriesKey(webhookId),
    queryFn: async ({ signal }) =>
      (
        await unwrap(
          api.GET("/v1/me/webhooks/{webhookId}/deliveries", { params: { path: { webhookId } }, signal }),
        )
      ).items,
    refetchInterval: 5000,
  });

function useChange<V, R>(change: (variables: V) => Promise<R>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => queries.invalidateQueries({ queryKey: webhooksKey }),
  });
}

/** Answers the secret, which is shown this once. */
export const useMakeWebhook = () =>
  useChange(async (body: NewWebhook) => (await unwrap(api.POST("/v1/me/webhooks", { body }))).secret);

export const useRotateSecret = () =>
  useChange(
    async (webhookId: string) =>
      (await unwrap(api.POST("/v1/me/webhooks/{webhookId}/secret", { params: { path: { webhookId } } })))
        .secret,
  );

export const useEnableWebhook = () =>
  useChange(({ id, kinds, enabled }: Pick<Webhook, "id" | "kinds" | "enabled">) =>
    unwrap(
      api.PATCH("/v1/me/webhooks/{webhookId}", {
        params: { path: { webhookId: id } },
        body: { kinds, enabled },
      }),
    ),
  );

export const useRemoveWebhook = () =>
  useChange((webhookId: string) =>
    done(api.DELETE("/v1/me/webhooks/{webhookId}", { params: { path: { webhookId } } })),
  );

export const useTestWebhook = () =>
  useChange((webhookId: string) =>
    unwrap(api.POST("/v1/me/webhooks/{webhookId}/test", { params: { path: { webhookId } } })),
  );

export const useRedeliver = (webhookId: string) =>
  useChange((deliveryId: string) =>
    unwrap(
      api.POST("/v1/me/webhooks/{webhookId}/deliveries/{deliveryId}/redeliver", {
        params: { path: { webhookId, deliveryId } },
      }),
    ),
  );
