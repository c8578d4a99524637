import { screen, waitFor, within } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { fakeServer } from "@/testing/fakeServer";
import { renderPage } from "@/testing/render";
import { idOf } from "./device";
import { PushPage } from "./PushPage";
import { renewPush } from "./push.queries";

const endpoint = "https://push.example.org/send/abc";
const phone = {
  id: "0".repeat(32),
  name: "Firefox, Android",
  showNames: false,
  service: "push.example.org",
  createdAt: "2026-11-20T10:00:00Z",
};

/** A browser that can be subscribed; jsdom has none of it. */
function browserWithPush(answer: NotificationPermission, before: NotificationPermission = "default") {
  let subscription: object | null = null;
  const made = {
    endpoint,
    toJSON: () => ({ endpoint, keys: { p256dh: "point", auth: "secret" } }),
    unsubscribe: async () => {
      subscription = null;
      return true;
    },
  };
  const pushManager = {
    getSubscription: async () => subscription,
    subscribe: vi.fn(async () => {
      subscription = made;
      return made;
    }),
  };
  const registration = { pushManager };
  Object.defineProperty(navigator, "serviceWorker", {
    configurable: true,
    value: {
      register: async () => registration,
      getRegistration: async () => registration,
      ready: Promise.resolve(registration),
    },
  });
  vi.stubGlobal("PushManager", class {});
  vi.stubGlobal("Notification", { permission: before, requestPermission: async () => answer });
  return pushManager;
}

afterEach(() => {
  vi.unstubAllGlobals();
  Reflect.deleteProperty(navigator, "serviceWorker");
  localStorage.clear();
});

function server() {
  let items: object[] = [phone];
  let session = "s-1";
  const sent = fakeServer({
    "GET /v1/push/key": { body: { key: "BAAA" } },
    "GET /v1/sessions": () => ({ body: { items: [{ id: session, current: true }] } }),
    "GET /v1/me/push-subscriptions": () => ({ body: { items } }),
    "POST /v1/me/push-subscriptions": () => ({ status: 201, body: phone }),
    [`DELETE /v1/me/push-subscriptions/${phone.id}`]: () => {
      items = [];
      return { status: 204 };
    },
  });
  return {
    sent,
    signInAgain: () => {
      session = "s-2";
    },
    list: (all: object[]) => {
      items = all;
    },
  };
}

test("turns this device on, and off again", async () => {
  const pushManager = browserWithPush("granted");
  const { sent, list } = server();
  const { user } = renderPage(<PushPage />);
  const here = within(await screen.findByRole("region", { name: "This device" }));
  await user.click(here.getByRole("checkbox", { name: "Name the dog" }));
  list([phone, { ...phone, id: await idOf(endpoint), name: "This one", showNames: true }]);
  await user.click(await here.findByRole("button", { name: "Turn on here" }));
  expect(await here.findByRole("button", { name: "Turn off here" })).toBeVisible();
  expect(pushManager.subscribe).toHaveBeenCalledWith(
    expect.objectContaining({ userVisibleOnly: true, applicationServerKey: new Uint8Array([4, 0, 0]) }),
  );
  const posted = sent.find(({ method }) => method === "POST");
  expect(posted?.body).toMatchObject({
    endpoint,
    keys: { p256dh: "point", auth: "secret" },
    showNames: true,
  });
});

test("says what to do when the browser refuses", async () => {
  browserWithPush("denied");
  server();
  const { user } = renderPage(<PushPage />);
  await screen.findByText("Firefox, Android");
  await user.click(await screen.findByRole("button", { name: "Turn on here" }));
  // Not among the toasts, which outlive a test.
  const here = within(screen.getByRole("region", { name: "This device" }));
  expect(await here.findByRole("alert")).toHaveTextContent("Your browser did not allow it.");
});

test("says why it is not possible", async () => {
  browserWithPush("denied", "denied");
  server();
  renderPage(<PushPage />);
  expect(await screen.findByText("Notifications are blocked")).toBeVisible();
});

test("says that a browser without push has none", async () => {
  server();
  renderPage(<PushPage />);
  expect(await screen.findByText("Not possible here")).toBeVisible();
});

test("sends iPhones to their home screen first", async () => {
  vi.spyOn(navigator, "userAgent", "get").mockReturnValue("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0)");
  server();
  renderPage(<PushPage />);
  expect(await screen.findByText("Put the app on your home screen first")).toBeVisible();
});

test("lists devices and removes one", async () => {
  server();
  const { user } = renderPage(<PushPage />);
  await user.click(await screen.findByRole("button", { name: "Remove Firefox, Android" }));
  expect(await screen.findByText("No device is told yet.")).toBeVisible();
});

test("renews the subscription after signing in again, and only then", async () => {
  browserWithPush("granted");
  const { sent, signInAgain } = server();
  const { user } = renderPage(<PushPage />);
  await screen.findByText("Firefox, Android");
  await user.click(await screen.findByRole("button", { name: "Turn on here" }));
  const posts = () => sent.filter(({ method }) => method === "POST").length;
  await waitFor(() => expect(localStorage.length).toBe(1));
  expect(posts()).toBe(1);
  await renewPush();
  expect(posts()).toBe(1);
  signInAgain();
  await renewPush();
  expect(posts()).toBe(2);
});
