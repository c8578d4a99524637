import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import type { AppNotification } from "@/shared/api/types";
import { fakeServer } from "@/testing/fakeServer";
import { renderPage } from "@/testing/render";
import { NotificationBell } from "./NotificationBell";
import { NotificationsPage } from "./NotificationsPage";

const mention: AppNotification = {
  id: "n-1",
  kind: "mention",
  at: "2026-11-20T10:00:00Z",
  dogId: "d-1",
  dogName: "Balu",
  recordId: "r-1",
  recordType: "note",
  by: { id: "a-2", name: "Tina" },
};
const alert: AppNotification = { ...mention, id: "n-2", kind: "alert", recordId: "r-2", recordType: "alert" };

function serve(items: AppNotification[]) {
  return fakeServer({
    "GET /v1/notifications": ({ query }) => ({
      body: { items: query.get("unread") ? items.filter(({ readAt }) => !readAt) : items },
    }),
    "GET /v1/notifications/unread": () => ({
      body: { unread: items.filter(({ readAt }) => !readAt).length },
    }),
    "PATCH /v1/notifications": ({ body }) => {
      const { ids, read } = body as { ids: string[]; read: boolean };
      const changed = items.filter(({ id }) => ids.length === 0 || ids.includes(id));
      for (const one of changed) Object.assign(one, { readAt: read ? "2026-11-20T11:00:00Z" : undefined });
      return { body: { ids: changed.map(({ id }) => id), unread: 0 } };
    },
  });
}

test("tells what happened and leads there", async () => {
  const sent = serve([{ ...mention }]);
  const { user, router } = renderPage(<NotificationsPage />, { route: "/notifications" });
  await user.click(await screen.findByRole("link", { name: /Tina mentioned you \(Note, Balu\)$/ }));
  expect(router.state.location.pathname).toBe("/dogs/d-1/records/r-1");
  expect(sent.find(({ method }) => method === "PATCH")?.body).toEqual({ ids: ["n-1"], read: true });
});

test("marks all as read, and takes it back", async () => {
  serve([{ ...mention }, { ...mention, id: "n-3" }]);
  const { user } = renderPage(
    <>
      <NotificationBell />
      <NotificationsPage />
    </>,
    { route: "/notifications" },
  );
  expect(await screen.findByRole("link", { name: "Notifications, 2 unread" })).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Mark all as read" }));
  expect(await screen.findByText("2 notifications marked as read.")).toBeVisible();
  await waitFor(() => expect(screen.getByRole("link", { name: "Notifications" })).toBeVisible());
  await user.click(screen.getByRole("button", { name: "Undo" }));
  expect(await screen.findByRole("link", { name: "Notifications, 2 unread" })).toBeVisible();
});

test("an alert is acknowledged from here", async () => {
  const sent = serve([{ ...alert }]);
  const { user } = renderPage(<NotificationsPage />, { route: "/notifications" });
  await user.click(await screen.findByRole("button", { name: "I have read the alert" }));
  await waitFor(() =>
    expect(sent.find(({ method }) => method === "PUT")?.body).toMatchObject({
      type: "acknowledgment",
      alertId: "r-2",
    }),
  );
});

test("says when there is nothing, and when it failed", async () => {
  serve([]);
  const empty = renderPage(<NotificationsPage />, { route: "/notifications" });
  expect(await screen.findByText("Nothing new")).toBeVisible();
  await empty.user.click(screen.getByText("Unread"));
  expect(await screen.findByText("Nothing of that sort")).toBeVisible();
  empty.unmount();
  fakeServer({ "GET /v1/notifications": { status: 403, body: { title: "No" } } });
  renderPage(<NotificationsPage />, { route: "/notifications" });
  expect(await screen.findByText("Not for you")).toBeVisible();
});
