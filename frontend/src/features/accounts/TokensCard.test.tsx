import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import type { ApiToken } from "@/shared/api/types";
import { fakeServer } from "@/testing/fakeServer";
import { renderPage } from "@/testing/render";
import { TokensCard } from "./TokensCard";

const script: ApiToken = {
  id: "k-1",
  name: "backup script",
  scope: "read",
  createdAt: "2026-11-20T10:00:00Z",
};

function open(first: ApiToken[]) {
  let items = first;
  const sent = fakeServer({
    "GET /v1/me/tokens": () => ({ body: { items } }),
    "POST /v1/me/tokens": ({ body }) => {
      const made = { ...script, ...(body as Partial<ApiToken>) };
      items = [made];
      return { status: 201, body: { ...made, token: "doggy_secret" } };
    },
    "DELETE /v1/me/tokens/k-1": () => {
      items = [];
      return { status: 204 };
    },
  });
  return { sent, ...renderPage(<TokensCard />) };
}

test("a token is shown once it is made, and may only read unless told otherwise", async () => {
  const { user, sent } = open([]);
  expect(await screen.findByText("No program has access.")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Make a token" }));
  expect(screen.getByText("Please fill this in.")).toBeVisible();
  await user.type(screen.getByRole("textbox", { name: "What is it for?" }), "backup script");
  await user.click(screen.getByRole("button", { name: "Make a token" }));
  expect(await screen.findByRole("textbox", { name: "Token" })).toHaveValue("doggy_secret");
  expect(sent.find(({ method }) => method === "POST")?.body).toEqual({
    name: "backup script",
    scope: "read",
  });
  expect(await screen.findByText("backup script")).toBeVisible();
});

test("a token is revoked", async () => {
  const { user } = open([script]);
  await user.click(await screen.findByRole("button", { name: "Revoke backup script" }));
  expect(await screen.findByText("The token works no more.")).toBeVisible();
  expect(await screen.findByText("No program has access.")).toBeVisible();
});
