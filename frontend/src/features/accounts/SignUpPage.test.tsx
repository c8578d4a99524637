import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { fakeServer } from "@/testing/fakeServer";
import { renderPage } from "@/testing/render";
import { SignUpPage } from "./SignUpPage";

test("a duplicate email is said at the email", async () => {
  const errors = [{ field: "email", rule: "unique", message: "There is an account with this email." }];
  fakeServer({
    "GET /v1/me": { status: 401, body: { title: "Not signed in", status: 401 } },
    "POST /v1/accounts": { status: 409, body: { title: "Conflict", status: 409, errors } },
  });
  const { user } = renderPage(<SignUpPage />);
  await user.type(screen.getByRole("textbox", { name: "Your name" }), "Tara");
  await user.type(screen.getByRole("textbox", { name: "Email" }), "tara@example.org");
  await user.type(screen.getByLabelText("Password"), "password1");
  await user.click(screen.getByRole("button", { name: "Create account" }));

  await waitFor(() =>
    expect(screen.getByRole("textbox", { name: "Email" })).toHaveAccessibleDescription(
      "There is an account with this email.",
    ),
  );
  expect(screen.getByRole("alert")).toHaveTextContent("Please check the marked fields.");
});
