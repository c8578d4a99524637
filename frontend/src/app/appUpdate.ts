// The service worker from the page's side: registers it, and knows when a new version of the app waits.

export type Update = "none" | "waiting" | "taken";

let state: Update = "none";
let registration: ServiceWorkerRegistration | undefined;
let asked = false;
const listeners = new Set<() => void>();

/** How often a page that stays open looks for a new version. */
const interval = 60 * 60_000;

function enter(next: Update): void {
  state = next;
  for (const listener of listeners) listener();
}

/** Not in development, where there is no worker, and not over plain http, where browsers allow none. */
export async function registerWorker(): Promise<void> {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  const { serviceWorker } = navigator;
  const hadOne = serviceWorker.controller !== null;
  serviceWorker.addEventListener("controllerchange", () => {
    if (asked) window.location.reload();
    // Another tab took the new version; what this one still has to load is gone.
    else if (hadOne) enter("taken");
  });
  try {
    const found = await serviceWorker.register("/sw.js");
    registration = found;
    const look = (worker: ServiceWorker | null) => {
      if (worker?.state === "installed" && serviceWorker.controller) enter("waiting");
    };
    look(found.waiting);
    found.addEventListener("updatefound", () => {
      const { installing } = found;
      installing?.addEventListener("statechange", () => look(installing));
    });
    setInterval(() => void found.update().catch(() => {}), interval);
  } catch {
    // Blocked by the browser: the app works, but opens with a network only.
  }
}

export function onUpdate(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const updateState = (): Update => state;

/** Reloads the page with the new version. */
export function takeUpdate(): void {
  asked = true;
  if (state === "taken" || !registration?.waiting) window.location.reload();
  else registration.waiting.postMessage("take-over");
}
