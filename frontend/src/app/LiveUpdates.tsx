// Keeps what is on the screen up to date, and takes away at once what is no longer to be seen.
import { type QueryKey, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useLocation, useNavigate } from "react-router";
import { sessionExpired } from "@/features/accounts/accounts.queries";
import { dogName } from "@/features/dogs/dogs.queries";
import { unreadChanged } from "@/features/notifications/notifications.queries";
import { type LiveMessage, listenLive } from "@/shared/api/live";
import { leaving } from "@/shared/lib/leaving";
import { forgetDrafts, forgetLastDog } from "@/shared/lib/storage";
import { dogsKey, useReplica } from "@/shared/replica/useReplica";
import { toast } from "@/shared/ui/toasts";

/** Every query about a dog has its id second in its key. */
const about = (dogId: string) => ({
  predicate: ({ queryKey }: { queryKey: QueryKey }) => queryKey[1] === dogId,
});
const isOf = (dogId: string, pathname: string) => pathname.startsWith(`/dogs/${dogId}`);
const listOfDogs = { queryKey: dogsKey };

export function LiveUpdates() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const replica = useReplica();
  const navigate = useNavigate();
  const { pathname } = useLocation();

  // What a page still shows would be asked for again if it were forgotten under it: first the page goes, then the data.
  const gone = useRef(new Set<string>());
  const forgetGone = () => {
    for (const dogId of gone.current) {
      if (isOf(dogId, pathname)) continue;
      queries.removeQueries(about(dogId));
      gone.current.delete(dogId);
    }
  };
  useEffect(forgetGone);

  /** Nothing of the dog is in the replica any more. */
  const removed = async (dogId: string) => {
    if (gone.current.has(dogId)) return;
    const name = dogName(queries, dogId);
    const byOneself = queries.isMutating({ mutationKey: leaving(dogId) }) > 0;
    if (!byOneself && name) toast(t("live.removed", { dog: name }));
    gone.current.add(dogId);
    forgetDrafts(dogId);
    if (!byOneself && isOf(dogId, pathname)) {
      forgetLastDog();
      await navigate("/", { replace: true });
    } else {
      forgetGone();
    }
    await queries.invalidateQueries(listOfDogs);
  };

  const heard = async (message: LiveMessage) => {
    if (message.notifications !== undefined) await unreadChanged(queries, message.notifications);
    if (!message.dogId) return;
    if (message.removed) {
      await replica.forgetDog(message.dogId);
    } else {
      replica.ask();
      await queries.invalidateQueries(listOfDogs);
      await queries.invalidateQueries(about(message.dogId));
    }
  };

  // The connection outlives the pages; what it calls is always of the page that is shown.
  const latest = useRef({ heard, removed });
  useEffect(() => {
    latest.current = { heard, removed };
  });
  useEffect(() => {
    const offs = [
      listenLive({
        heard: (message) => void latest.current.heard(message),
        connected: () => {
          replica.ask();
          void queries.invalidateQueries();
        },
        signedOut: () => sessionExpired(queries),
      }),
      replica.on("dogGone", (dogId) => void latest.current.removed(dogId)),
      replica.on("status", ({ phase }) => phase === "signed-out" && sessionExpired(queries)),
      // Another tab signed out, and took the replica with it.
      replica.on("wiped", () => window.location.assign("/sign-in")),
    ];
    return () => {
      for (const off of offs) off();
    };
  }, [queries, replica]);
  return null;
}
