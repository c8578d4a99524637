import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { dog, me } from "@/testing/examples";
import { fakeServer } from "@/testing/fakeServer";
import { renderPage } from "@/testing/render";
import { OrganizationPage } from "./OrganizationPage";
import { OrganizationsPage } from "./OrganizationsPage";

const school = { id: "o-1", name: "Dog School", createdAt: "2026-01-01T10:00:00Z", role: "admin" };
const one = `/v1/organizations/${school.id}`;
const members = [
  { accountId: me.id, name: me.name, role: "admin", since: "2026-01-01T10:00:00Z" },
  { accountId: "a-2", name: "Toni", role: "trainer", since: "2026-02-01T10:00:00Z" },
];

test("says what an organization is to whoever belongs to none, and makes one", async () => {
  const sent = fakeServer({
    "GET /v1/organizations": { body: { items: [] } },
    "POST /v1/organizations": { status: 201, body: school },
  });
  const { user } = renderPage(<OrganizationsPage />);
  await user.click(await screen.findByRole("button", { name: "Create organization" }));
  const dialog = await screen.findByRole("dialog");
  await user.click(within(dialog).getByRole("button", { name: "Create organization" }));
  expect(sent.some(({ method }) => method === "POST")).toBe(false);
  await user.type(within(dialog).getByRole("textbox", { name: "Name" }), "Dog School");
  await user.click(within(dialog).getByRole("button", { name: "Create organization" }));
  expect(sent.find(({ method }) => method === "POST")?.body).toEqual({ name: "Dog School" });
});

test("lets an admin change and remove a member after asking", async () => {
  const sent = fakeServer({
    "GET /v1/me": { body: me },
    [`GET ${one}`]: { body: school },
    [`GET ${one}/members`]: { body: { items: members } },
    [`GET ${one}/invitations`]: { body: { items: [] } },
    [`GET ${one}/dogs`]: { body: { items: [dog] } },
    [`PATCH ${one}/members/a-2`]: { body: { ...members[1], role: "walker" } },
    [`DELETE ${one}/members/a-2`]: { status: 204 },
    "GET /v1/organizations": { body: { items: [school] } },
  });
  const { user } = renderPage(<OrganizationPage />, {
    route: "/organizations/:organizationId",
    path: `/organizations/${school.id}`,
  });
  expect(await screen.findByRole("link", { name: /Balu/ })).toHaveAttribute("href", "/dogs/d-1");
  await user.click(await screen.findByRole("button", { name: "Options for Toni" }));
  await user.click(await screen.findByRole("menuitem", { name: "Walker" }));
  expect(sent.find(({ method }) => method === "PATCH")?.body).toEqual({ role: "walker" });
  await user.click(screen.getByRole("button", { name: "Options for Toni" }));
  await user.click(await screen.findByRole("menuitem", { name: "Remove Toni" }));
  expect(sent.some(({ method }) => method === "DELETE")).toBe(false);
  await user.click(await screen.findByRole("button", { name: "Remove Toni" }));
  expect(sent.some(({ method }) => method === "DELETE")).toBe(true);
});

test("shows a walker the people and the dogs, and nothing to run", async () => {
  fakeServer({
    "GET /v1/me": { body: { ...me, id: "a-3" } },
    [`GET ${one}`]: { body: { ...school, role: "walker" } },
    [`GET ${one}/members`]: { body: { items: members } },
    [`GET ${one}/dogs`]: { body: { items: [] } },
  });
  renderPage(<OrganizationPage />, {
    route: "/organizations/:organizationId",
    path: `/organizations/${school.id}`,
  });
  expect(await screen.findByText("Toni")).toBeVisible();
  expect(await screen.findByText(/No dogs yet/)).toBeVisible();
  for (const name of ["Invite", "Rename", "Delete organization", "Options for Toni"]) {
    expect(screen.queryByRole("button", { name })).toBeNull();
  }
});
