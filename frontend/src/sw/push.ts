// Push notifications, for the service worker to import: shows what the server sent, and opens the page it is about.
// The server's messages hold no text of a record (registry/push/pusher.h); what is shown may stand on a locked screen.

declare const self: ServiceWorkerGlobalScope;

export interface PushMessage {
  title: string;
  body: string;
  /** Of the page to open. */
  path: string;
  tag: string;
}

/** Nothing for what is no message of ours. */
function read(data: PushMessageData | null): PushMessage | undefined {
  try {
    const { title, body, path, tag } = (data?.json() ?? {}) as Partial<PushMessage>;
    return title && path ? { title, body: body ?? "", path, tag: tag ?? "" } : undefined;
  } catch {
    return undefined;
  }
}

/** The path as an address of the app, and never one of another site. */
function addressOf(path: unknown): string {
  const home = self.location.origin;
  const url = new URL(typeof path === "string" ? path : "/", home);
  return url.origin === home ? url.href : home;
}

async function open(address: string): Promise<void> {
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const page = pages.find(({ url }) => url === address) ?? pages[0];
  if (!page) {
    await self.clients.openWindow(address);
    return;
  }
  const focused = await page.focus();
  if (focused.url === address) return;
  try {
    await focused.navigate(address);
  } catch {
    // A page that this worker does not control cannot be sent elsewhere.
    await self.clients.openWindow(address);
  }
}

self.addEventListener("push", (event) => {
  // Browsers want to see something shown for each message, also for one that cannot be read.
  const message = read(event.data) ?? { title: "Doggy App", body: "", path: "/", tag: "" };
  const options: NotificationOptions = {
    body: message.body,
    data: message.path,
    icon: "/icons/paw-192.png",
    badge: "/icons/paw-192.png",
    ...(message.tag && { tag: message.tag }),
  };
  event.waitUntil(self.registration.showNotification(message.title, options));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(addressOf(event.notification.data)));
});
