import { screen, within } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { me } from "@/testing/examples";
import { fakeServer } from "@/testing/fakeServer";
import { renderPage } from "@/testing/render";
import { PasskeysCard } from "./PasskeysCard";

const phone = { id: "p-1", name: "Phone", createdAt: "2026-11-20T10:00:00Z", synced: true };
const account = { body: me };

// jsdom has no passkeys: what the page does with them is tests/e2e's to show.
const withPasskeys = () => vi.stubGlobal("PublicKeyCredential", () => {});
afterEach(() => vi.unstubAllGlobals());

test("says that there is none, and that this browser cannot make one", async () => {
  fakeServer({ "GET /v1/me": account, "GET /v1/me/passkeys": { body: { items: [] } } });
  renderPage(<PasskeysCard />);
  expect(await screen.findByText("You have no passkey yet.")).toBeVisible();
  expect(screen.getByText("This browser cannot use passkeys.")).toBeVisible();
  expect(screen.queryByRole("button", { name: "Add a passkey" })).toBeNull();
});

test("renames a passkey", async () => {
  withPasskeys();
  let name = "Phone";
  fakeServer({
    "GET /v1/me": account,
    "GET /v1/me/passkeys": () => ({ body: { items: [{ ...phone, name }] } }),
    "PATCH /v1/me/passkeys/p-1": ({ body }) => {
      name = (body as { name: string }).name;
      return { body: { ...phone, name } };
    },
  });
  const { user } = renderPage(<PasskeysCard />);
  await user.click(await screen.findByRole("button", { name: "Rename Phone" }));
  await user.clear(screen.getByLabelText("Name"));
  await user.type(screen.getByLabelText("Name"), "Laptop");
  await user.click(screen.getByRole("button", { name: "Save" }));
  expect(await screen.findByText("Laptop")).toBeVisible();
});

test("removes one for the right password only", async () => {
  withPasskeys();
  let items = [phone];
  const wrong = { field: "password", rule: "wrong", message: "This is not your password." };
  fakeServer({
    "GET /v1/me": account,
    "GET /v1/me/passkeys": () => ({ body: { items } }),
    "POST /v1/me/passkeys/p-1/remove": ({ body }) => {
      if ((body as { password: string }).password !== "right one")
        return { status: 422, body: { title: "x", status: 422, errors: [wrong] } };
      items = [];
      return { status: 204 };
    },
  });
  const { user } = renderPage(<PasskeysCard />);
  await user.click(await screen.findByRole("button", { name: "Remove Phone" }));
  const dialog = within(await screen.findByRole("dialog"));
  await user.type(dialog.getByLabelText("Current password"), "guess");
  await user.click(dialog.getByRole("button", { name: "Remove" }));
  expect(await dialog.findByText("This is not your password.")).toBeVisible();
  await user.clear(dialog.getByLabelText("Current password"));
  await user.type(dialog.getByLabelText("Current password"), "right one");
  await user.click(dialog.getByRole("button", { name: "Remove" }));
  expect(await screen.findByText("You have no passkey yet.")).toBeVisible();
});
