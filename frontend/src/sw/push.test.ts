import { beforeAll, beforeEach, expect, test, vi } from "vitest";

declare const self: ServiceWorkerGlobalScope;

const showNotification = vi.fn<(title: string, options: NotificationOptions) => Promise<void>>();
const openWindow = vi.fn<(address: string) => Promise<null>>();
let pages: object[];

beforeAll(async () => {
  Object.assign(self, {
    registration: {
      showNotification: async (...args: [string, NotificationOptions]) => showNotification(...args),
    },
    clients: { matchAll: async () => pages, openWindow: async (address: string) => openWindow(address) },
  });
  await import("./push");
});

beforeEach(() => {
  pages = [];
  openWindow.mockClear();
});

/** Fires an event as the browser does, and waits until its work is done. */
async function fire(type: string, fields: object): Promise<void> {
  const work: Promise<unknown>[] = [];
  const waitUntil = (promise: Promise<unknown>) => work.push(promise);
  self.dispatchEvent(Object.assign(new Event(type), fields, { waitUntil }));
  await Promise.all(work);
}

const push = (data: object | null) => fire("push", { data });
const click = (path: unknown) => fire("notificationclick", { notification: { data: path, close: () => {} } });

test("shows what the server sent", async () => {
  const message = {
    kind: "comment",
    title: "A comment for you",
    body: "Balu",
    path: "/dogs/1",
    tag: "comment /dogs/1",
  };
  await push({ json: () => message });
  expect(showNotification).toHaveBeenCalledWith(
    "A comment for you",
    expect.objectContaining({ body: "Balu", data: "/dogs/1", tag: "comment /dogs/1" }),
  );
});

test("shows something for what it cannot read, as browsers demand", async () => {
  const broken = () => {
    throw new SyntaxError();
  };
  for (const data of [null, { json: broken }, { json: () => ({}) }, { json: () => null }]) {
    await push(data);
    expect(showNotification).toHaveBeenLastCalledWith("Doggy App", expect.objectContaining({ data: "/" }));
  }
});

test("opens the page that it is about", async () => {
  await click("/dogs/1/records/2");
  expect(openWindow).toHaveBeenCalledWith(`${self.location.origin}/dogs/1/records/2`);
});

test("goes there in a page that is open already", async () => {
  const page = { url: `${self.location.origin}/`, focus: vi.fn(), navigate: vi.fn() };
  page.focus.mockResolvedValue(page);
  pages = [page];
  await click("/dogs/1");
  expect(page.navigate).toHaveBeenCalledWith(`${self.location.origin}/dogs/1`);
  expect(openWindow).not.toHaveBeenCalled();
});

test("opens another window when the page cannot be sent there", async () => {
  const page = { url: `${self.location.origin}/`, focus: vi.fn(), navigate: vi.fn() };
  page.focus.mockResolvedValue(page);
  page.navigate.mockRejectedValue(new TypeError());
  pages = [page];
  await click("/dogs/1");
  expect(openWindow).toHaveBeenCalledWith(`${self.location.origin}/dogs/1`);
});

test("never leads to another site", async () => {
  for (const path of ["https://evil.example/", "//evil.example/", "javascript:alert(1)", undefined, 7]) {
    await click(path);
    expect(new URL(openWindow.mock.lastCall?.[0] ?? "").origin).toBe(self.location.origin);
  }
});
