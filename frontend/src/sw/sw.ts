// The service worker: the app itself is on the device from the first visit on, so that every page of it opens without a
// network. It keeps files of the app alone; what people write is in the replica and never in these caches.
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from "workbox-precaching";
import { NavigationRoute, registerRoute } from "workbox-routing";
import "./push";

declare const self: ServiceWorkerGlobalScope & {
  __WB_MANIFEST: (string | { url: string; revision: string | null })[];
};

precacheAndRoute(self.__WB_MANIFEST);
cleanupOutdatedCaches();

// Every address of the app is its one page; what the server answers itself is left to it.
registerRoute(
  new NavigationRoute(createHandlerBoundToURL("/index.html"), {
    denylist: [/^\/v1\//, /^\/(openapi\.json|healthz|readyz)$/, /\/[^/]+\.[^/]+$/],
  }),
);

// A new version waits until the person takes it: the old one keeps its files, and nobody's draft is reloaded away.
self.addEventListener("message", ({ data }) => {
  if (data === "take-over") void self.skipWaiting();
});
// The first one serves the pages that are open already.
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
