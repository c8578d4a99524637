import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { me } from "@/testing/examples";
import { fakeServer } from "@/testing/fakeServer";
import { renderPage } from "@/testing/render";
import { SecurityPage } from "./SecurityPage";

const here = { id: "s-1", createdAt: "2026-11-20T10:00:00Z", device: "This browser", current: true };
const there = { ...here, id: "s-2", device: "An old phone", current: false };

test("ends a session elsewhere, and not one's own", async () => {
  let items = [here, there];
  fakeServer({
    "GET /v1/me": { body: me },
    "GET /v1/sessions": () => ({ body: { items } }),
    "DELETE /v1/sessions/s-2": () => {
      items = [here];
      return { status: 204 };
    },
  });
  const { user } = renderPage(<SecurityPage />);
  const sessions = within(await screen.findByRole("region", { name: "Signed in" }));
  expect(await sessions.findByText("An old phone")).toBeVisible();
  await user.click(sessions.getByRole("button", { name: "Sign out there" }));
  expect(await screen.findByText("Signed out there.")).toBeVisible();
  expect(sessions.queryByText("An old phone")).toBeNull();
});

test("a wrong password is said at the field", async () => {
  const wrong = { field: "current", rule: "wrong", message: "This is not your password." };
  fakeServer({
    "GET /v1/me": { body: me },
    "GET /v1/sessions": { body: { items: [here] } },
    "PUT /v1/me/password": { status: 422, body: { title: "x", status: 422, errors: [wrong] } },
  });
  const { user } = renderPage(<SecurityPage />);
  const card = within(await screen.findByRole("region", { name: "Password" }));
  await user.type(card.getByLabelText("Current password"), "guess");
  await user.type(card.getByLabelText("New password"), "walks in the rain");
  await user.click(card.getByRole("button", { name: "Change password" }));
  expect(await card.findByText("This is not your password.")).toBeVisible();
});

test("a new password may end calendar subscriptions as well", async () => {
  const sent = fakeServer({
    "GET /v1/me": { body: me },
    "GET /v1/sessions": { body: { items: [here] } },
    "PUT /v1/me/password": { status: 204 },
  });
  const { user } = renderPage(<SecurityPage />);
  const card = within(await screen.findByRole("region", { name: "Password" }));
  await user.type(card.getByLabelText("Current password"), "walks in the rain");
  await user.type(card.getByLabelText("New password"), "walks in the sun");
  await user.click(card.getByLabelText("Also turn off calendar subscriptions"));
  await user.click(card.getByRole("button", { name: "Change password" }));
  expect(await screen.findByText("Your password is changed.")).toBeVisible();
  expect(sent.find((one) => one.method === "PUT")?.body).toEqual({
    current: "walks in the rain",
    password: "walks in the sun",
    endFeeds: true,
  });
});

test("sets up an authenticator app and shows the recovery codes once it works", async () => {
  let secondFactor = false;
  fakeServer({
    "GET /v1/me": () => ({ body: { ...me, secondFactor } }),
    "GET /v1/sessions": { body: { items: [here] } },
    "POST /v1/me/second-factor": { body: { secret: "ABCDEF", url: "otpauth://totp/x?secret=ABCDEF" } },
    "POST /v1/me/second-factor/confirm": () => {
      secondFactor = true;
      return { body: { codes: ["AAAAAA-BBBBBB"] } };
    },
  });
  const { user } = renderPage(<SecurityPage />);
  const card = within(await screen.findByRole("region", { name: "Second factor" }));
  await user.type(card.getByLabelText("Current password"), "walks in the rain");
  await user.click(card.getByRole("button", { name: "Set up an app" }));
  expect(await card.findByDisplayValue("ABCDEF")).toBeVisible();
  await user.type(card.getByLabelText("Code"), "123456");
  await user.click(card.getByRole("button", { name: "Turn on" }));
  expect(await card.findByText("AAAAAA-BBBBBB")).toBeVisible();
  expect(await card.findByRole("button", { name: "Turn off" })).toBeVisible();
});

test("turns the second factor off by password and code", async () => {
  let secondFactor = true;
  const sent = fakeServer({
    "GET /v1/me": () => ({ body: { ...me, secondFactor } }),
    "GET /v1/sessions": { body: { items: [here] } },
    "POST /v1/me/second-factor/remove": () => {
      secondFactor = false;
      return { status: 204 };
    },
  });
  const { user } = renderPage(<SecurityPage />);
  const card = within(await screen.findByRole("region", { name: "Second factor" }));
  await user.type(await card.findByLabelText("Code"), "123456");
  await user.type(card.getByLabelText("Current password"), "walks in the rain");
  await user.click(card.getByRole("button", { name: "Turn off" }));
  expect(await card.findByRole("button", { name: "Set up an app" })).toBeVisible();
  expect(sent.find((one) => one.path === "/v1/me/second-factor/remove")?.body).toEqual({
    password: "walks in the rain",
    code: "123456",
  });
});
