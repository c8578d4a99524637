import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { fakeServer } from "@/testing/fakeServer";
import { renderPage } from "@/testing/render";
import { ActivityCard } from "./ActivityCard";

const entry = { at: "2026-11-20T10:00:00Z", kind: "signed-in", address: "192.0.2.7", device: "Field Phone" };

test("lists what was done, and more of it when asked", async () => {
  fakeServer({
    "GET /v1/me/activity": ({ query }) =>
      query.get("cursor")
        ? { body: { items: [{ ...entry, at: "2026-11-19T10:00:00Z", kind: "sign-in-refused" }] } }
        : { body: { items: [entry], next: "c" } },
  });
  const { user } = renderPage(<ActivityCard />);
  expect(await screen.findByText("Signed in")).toBeVisible();
  expect(screen.getByText("192.0.2.7 · Field Phone")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Show more" }));
  expect(await screen.findByText("A sign-in was refused")).toBeVisible();
  expect(screen.queryByRole("button", { name: "Show more" })).toBeNull();
});

test("says that nothing was done yet", async () => {
  fakeServer({ "GET /v1/me/activity": { body: { items: [] } } });
  renderPage(<ActivityCard />);
  expect(await screen.findByText("Nothing yet.")).toBeVisible();
});
