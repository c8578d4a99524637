// The devices on which somebody is told while the app is closed.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, done, unwrap } from "@/shared/api/client";
import { forget, load, save } from "@/shared/lib/storage";
import { currentSubscription, deviceName, idOf, subscribe } from "./device";

const devicesKey = ["push-devices"] as const;

interface Kept {
  /** The session in which this device was turned on: its end turns the device off. */
  session: string;
  showNames: boolean;
}
const keptKey = "push";

/** The devices, and which of them this one is. */
export const usePushDevices = () =>
  useQuery({
    queryKey: devicesKey,
    queryFn: async ({ signal }) => {
      const { items } = await unwrap(api.GET("/v1/me/push-subscriptions", { signal }));
      const subscription = await currentSubscription();
      const here = subscription ? await idOf(subscription.endpoint) : undefined;
      return items.map((device) => ({ ...device, here: device.id === here }));
    },
  });

async function sessionHere(): Promise<string> {
  const { items } = await unwrap(api.GET("/v1/sessions"));
  return items.find(({ current }) => current)?.id ?? "";
}

async function tellServer(subscription: PushSubscription, showNames: boolean): Promise<void> {
  const { endpoint, keys } = subscription.toJSON();
  await unwrap(
    api.POST("/v1/me/push-subscriptions", {
      body: {
        endpoint: endpoint ?? "",
        keys: { p256dh: keys?.p256dh ?? "", auth: keys?.auth ?? "" },
        name: deviceName(),
        showNames,
      },
    }),
  );
  save(keptKey, { session: await sessionHere(), showNames } satisfies Kept);
}

function useChange<V>(change: (variables: V) => Promise<void>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => queries.invalidateQueries({ queryKey: devicesKey }),
  });
}

/** Asks for permission where it was not given yet. Also changes whether names are shown. */
export const useTurnOnHere = () =>
  useChange(async (showNames: boolean) => {
    const { key } = await unwrap(api.GET("/v1/push/key"));
    await tellServer(await subscribe(key), showNames);
  });

export const useTestDevice = () =>
  useMutation({
    mutationFn: (id: string) =>
      done(
        api.POST("/v1/me/push-subscriptions/{subscriptionId}/test", {
          params: { path: { subscriptionId: id } },
        }),
      ),
  });

export const useRemoveDevice = () =>
  useChange(async ({ id, here }: { id: string; here: boolean }) => {
    await done(
      api.DELETE("/v1/me/push-subscriptions/{subscriptionId}", { params: { path: { subscriptionId: id } } }),
    );
    if (!here) return;
    forget(keptKey);
    await (await currentSubscription())?.unsubscribe();
  });

/** After signing in again on a device that was turned on: its subscription ended with the session before. */
export async function renewPush(): Promise<void> {
  const kept = load<Kept>(keptKey);
  if (!kept) return;
  const subscription = await currentSubscription();
  const session = await sessionHere();
  if (!subscription || kept.session === session) return;
  await tellServer(subscription, kept.showNames);
}
