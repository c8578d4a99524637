import { useQueryClient } from "@tanstack/react-query";
import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { AccountMenu } from "@/features/accounts/AccountMenu";
import { sessionExpired } from "@/features/accounts/accounts.queries";
import { load, save } from "@/shared/lib/storage";
import { me } from "@/testing/examples";
import { fakeServer } from "@/testing/fakeServer";
import { renderPage } from "@/testing/render";
import { RequireAccount } from "./RequireAccount";

function Guarded() {
  const queries = useQueryClient();
  return (
    <>
      <RequireAccount />
      <AccountMenu />
      <button type="button" onClick={() => sessionExpired(queries)}>
        expire
      </button>
    </>
  );
}

const open = () => renderPage(<Guarded />, { route: "/dogs/:dogId", path: "/dogs/d-1?type=note" });
const signedIn = { "GET /v1/me": { body: me }, "DELETE /v1/sessions/current": { status: 204 } };

test("sends somebody unknown to sign in, and back afterwards", async () => {
  fakeServer({ "GET /v1/me": { status: 401, body: { title: "Not signed in", status: 401 } } });
  const { router } = open();
  await screen.findByText("another page");
  expect(router.state.location.pathname).toBe("/sign-in");
  expect(router.state.location.search).toBe("?next=%2Fdogs%2Fd-1%3Ftype%3Dnote");
});

test("an expired session is said, and drafts stay", async () => {
  fakeServer(signedIn);
  save("draft.d-1.note", "words");
  const { user, router } = open();
  await screen.findByRole("button", { name: /^Account/ });
  await user.click(screen.getByRole("button", { name: "expire" }));
  await screen.findByText("another page");
  expect(router.state.location.search).toContain("expired=1");
  expect(load("draft.d-1.note")).toBe("words");
});

test("signing out forgets drafts and where one was", async () => {
  fakeServer(signedIn);
  save("draft.d-1.note", "words");
  const { user, router } = open();
  await user.click(await screen.findByRole("button", { name: /^Account/ }));
  await user.click(await screen.findByRole("menuitem", { name: "Sign out" }));
  await screen.findByText("another page");
  expect(router.state.location.pathname).toBe("/sign-in");
  expect(router.state.location.search).toBe("");
  expect(load("draft.d-1.note")).toBeUndefined();
});
