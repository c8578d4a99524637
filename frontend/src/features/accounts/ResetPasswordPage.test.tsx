import { screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { fakeServer } from "@/testing/fakeServer";
import { renderPage } from "@/testing/render";
import { ResetPasswordPage } from "./ResetPasswordPage";
import { SignInPage } from "./SignInPage";

afterEach(() => window.history.replaceState(null, "", "/"));

test("sends the link's secret with the new password, and takes it out of the address", async () => {
  window.history.replaceState(null, "", "/reset-password#s3cret");
  const sent = fakeServer({ "POST /v1/password-resets/redeem": { status: 204 } });
  const { user } = renderPage(<ResetPasswordPage />);
  expect(window.location.hash).toBe("");
  await user.type(screen.getByLabelText("New password"), "walks in the rain");
  await user.click(screen.getByRole("button", { name: "Save password" }));
  expect(await screen.findByText("Your password is changed. Sign in with it.")).toBeVisible();
  expect(sent.at(-1)?.body).toEqual({ token: "s3cret", password: "walks in the rain" });
});

test("a link that is too old leads to a new one", async () => {
  window.history.replaceState(null, "", "/reset-password#old");
  fakeServer({ "POST /v1/password-resets/redeem": { status: 410, body: { title: "Gone", status: 410 } } });
  const { user } = renderPage(<ResetPasswordPage />);
  await user.type(screen.getByLabelText("New password"), "walks in the rain");
  await user.click(screen.getByRole("button", { name: "Save password" }));
  expect(await screen.findByRole("link", { name: "Ask for a new one" })).toBeVisible();
});

test("signing in asks for the code when there is a second factor", async () => {
  const required = { field: "code", rule: "required", message: "Enter the code." };
  const sent = fakeServer({
    "GET /v1/me": { status: 401, body: { title: "Unauthorized", status: 401 } },
    "POST /v1/sessions": { status: 401, body: { title: "Unauthorized", status: 401, errors: [required] } },
  });
  const { user } = renderPage(<SignInPage />);
  await user.type(screen.getByLabelText("Email"), "olga@example.org");
  await user.type(screen.getByLabelText("Password"), "walks in the rain");
  await user.click(screen.getByRole("button", { name: "Sign in" }));
  await user.type(await screen.findByLabelText("Code"), "123456");
  await user.click(screen.getByRole("button", { name: "Sign in" }));
  expect(sent.at(-1)?.body).toEqual({
    email: "olga@example.org",
    password: "walks in the rain",
    code: "123456",
  });
});
