import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { fakeServer } from "@/testing/fakeServer";
import { renderPage } from "@/testing/render";
import { WebhooksPage } from "./WebhooksPage";

const hook = {
  id: "w-1",
  url: "https://example.org/hook",
  kinds: ["comment"],
  description: "Our calendar",
  enabled: true,
  createdAt: "2026-11-20T10:00:00Z",
};
const delivery = {
  id: "d-1",
  messageId: "msg_1",
  type: "comment",
  at: "2026-11-20T10:00:00Z",
  attempt: 2,
  outcome: "failed",
  status: 503,
  durationMs: 12,
};

test("adds a webhook and shows its secret once", async () => {
  let items: object[] = [];
  const sent = fakeServer({
    "GET /v1/me/webhooks": () => ({ body: { items } }),
    "POST /v1/me/webhooks": () => {
      items = [hook];
      return { status: 201, body: { webhook: hook, secret: "whsec_abc" } };
    },
  });
  const { user } = renderPage(<WebhooksPage />);
  expect(await screen.findByRole("heading", { name: "No webhooks" })).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Add a webhook" }));
  const dialog = within(await screen.findByRole("dialog"));
  await user.type(dialog.getByLabelText(/^URL/), hook.url);
  await user.click(dialog.getByRole("checkbox", { name: "Mentions" }));
  await user.click(dialog.getByRole("button", { name: "Add a webhook" }));
  expect(await screen.findByDisplayValue("whsec_abc")).toBeVisible();
  const { body } = sent.find(({ method }) => method === "POST") as { body: { kinds: string[] } };
  expect(body.kinds).toContain("comment");
  expect(body.kinds).not.toContain("mention");
  await user.click(screen.getByRole("button", { name: "Done" }));
  expect(await screen.findByText("Our calendar")).toBeVisible();
  expect(screen.queryByDisplayValue("whsec_abc")).toBeNull();
});

test("says at the URL what is wrong with it", async () => {
  const wrong = { field: "url", rule: "scheme", message: "The URL must begin with https://." };
  fakeServer({
    "GET /v1/me/webhooks": { body: { items: [] } },
    "POST /v1/me/webhooks": { status: 422, body: { title: "x", status: 422, errors: [wrong] } },
  });
  const { user } = renderPage(<WebhooksPage />);
  await user.click(await screen.findByRole("button", { name: "Add a webhook" }));
  const dialog = within(await screen.findByRole("dialog"));
  await user.click(dialog.getByRole("button", { name: "Add a webhook" }));
  expect(await dialog.findByText("Where should messages go?")).toBeVisible();
  await user.type(dialog.getByLabelText(/^URL/), "http://example.org");
  await user.click(dialog.getByRole("button", { name: "Add a webhook" }));
  expect(await dialog.findByText("The URL must begin with https://.")).toBeVisible();
});

test("shows what became of messages, and sends one again", async () => {
  const sent = fakeServer({
    "GET /v1/me/webhooks": { body: { items: [hook] } },
    "GET /v1/me/webhooks/w-1/deliveries": { body: { items: [delivery] } },
    "POST /v1/me/webhooks/w-1/deliveries/d-1/redeliver": { status: 202, body: { messageId: "msg_1" } },
  });
  const { user } = renderPage(<WebhooksPage />);
  await user.click(await screen.findByRole("button", { name: "Deliveries" }));
  const log = within(await screen.findByRole("list", { name: "Deliveries" }));
  expect(log.getByText("Failed")).toBeVisible();
  expect(log.getByText(/answered 503/)).toBeVisible();
  expect(log.getByText(/attempt 2/)).toBeVisible();
  await user.click(log.getByRole("button", { name: "Send again" }));
  expect(await screen.findByText("The message is on its way again.")).toBeVisible();
  expect(sent.some(({ path }) => path.endsWith("/redeliver"))).toBe(true);
});

test("says why a webhook was turned off, and turns it on again", async () => {
  let shown: object = { ...hook, enabled: false, disabledBecause: "failing" };
  fakeServer({
    "GET /v1/me/webhooks": () => ({ body: { items: [shown] } }),
    "PATCH /v1/me/webhooks/w-1": () => {
      shown = hook;
      return { body: hook };
    },
  });
  const { user } = renderPage(<WebhooksPage />);
  expect(await screen.findByText(/could not be delivered for about a day/)).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Turn on" }));
  expect(await screen.findByRole("button", { name: "Turn off" })).toBeVisible();
});
