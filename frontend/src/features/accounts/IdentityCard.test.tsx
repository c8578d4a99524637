import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { me } from "@/testing/examples";
import { fakeServer } from "@/testing/fakeServer";
import { renderPage } from "@/testing/render";
import { IdentityCard } from "./IdentityCard";

test("another name is saved without a password", async () => {
  const sent = fakeServer({
    "GET /v1/me": { body: me },
    "PATCH /v1/me": ({ body }) => ({ body: { ...me, ...(body as object) } }),
  });
  const { user } = renderPage(<IdentityCard />);
  const name = await screen.findByRole("textbox", { name: "Your name" });
  expect(screen.getByRole("button", { name: "Save" })).toBeDisabled();
  expect(screen.queryByLabelText("Current password")).toBeNull();
  await user.clear(name);
  await user.type(name, "Tara L.");
  await user.click(screen.getByRole("button", { name: "Save" }));
  expect(await screen.findByText("Saved.")).toBeVisible();
  expect(sent.find(({ method }) => method === "PATCH")?.body).toEqual({ name: "Tara L." });
});

test("another email takes the password, and a wrong one is said at the field", async () => {
  const wrong = { field: "password", rule: "wrong", message: "This is not your password." };
  const sent = fakeServer({
    "GET /v1/me": { body: me },
    "PATCH /v1/me": { status: 422, body: { title: "x", status: 422, errors: [wrong] } },
  });
  const { user } = renderPage(<IdentityCard />);
  const email = await screen.findByRole("textbox", { name: "Email" });
  await user.clear(email);
  await user.type(email, "tara@new.example.org");
  await user.click(screen.getByRole("button", { name: "Save" }));
  expect(screen.getByText("Please fill this in.")).toBeVisible();
  await user.type(screen.getByLabelText("Current password"), "guess");
  await user.click(screen.getByRole("button", { name: "Save" }));
  expect(await screen.findByText("This is not your password.")).toBeVisible();
  expect(sent.find(({ method }) => method === "PATCH")?.body).toEqual({
    name: "Tara",
    email: "tara@new.example.org",
    password: "guess",
  });
});

test("an email that is not confirmed yet is said, and the link sent again", async () => {
  const sent = fakeServer({
    "GET /v1/me": { body: { ...me, emailVerified: false } },
    "POST /v1/email-verifications": { status: 204 },
  });
  const { user } = renderPage(<IdentityCard />);
  await user.click(await screen.findByRole("button", { name: "Send the link again" }));
  expect(await screen.findByText("The link is on its way.")).toBeVisible();
  await waitFor(() => expect(sent.some(({ method }) => method === "POST")).toBe(true));
});
