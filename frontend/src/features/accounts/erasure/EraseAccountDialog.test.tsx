import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { me } from "@/testing/examples";
import { fakeServer } from "@/testing/fakeServer";
import { renderPage } from "@/testing/render";
import { AccountDataCard } from "./AccountDataCard";

test("erases only after the email was typed, the dogs were let go and the password given", async () => {
  const sent = fakeServer({
    "GET /v1/me": { body: me },
    "GET /v1/me/passkeys": { body: { items: [] } },
    "GET /v1/account/erasure": {
      body: { dogsKeptAlone: [{ id: "d-1", name: "Balu" }], organizationsRunAlone: [], dogsLeft: 2 },
    },
    "DELETE /v1/account": { status: 204 },
  });
  const { user } = renderPage(<AccountDataCard />);
  await user.click(screen.getByRole("button", { name: "Delete account" }));
  const dialog = within(await screen.findByRole("dialog"));
  expect(await dialog.findByText("Balu")).toBeVisible();
  await user.type(dialog.getByLabelText("Current password"), "walks in the rain");
  const erase = dialog.getByRole("button", { name: "Delete my account for good" });
  expect(erase).toBeDisabled();
  await user.type(dialog.getByLabelText(`Type ${me.email} to confirm`), me.email);
  expect(erase).toBeDisabled();
  await user.click(dialog.getByRole("checkbox"));
  await user.click(erase);
  await waitFor(() =>
    expect(sent.find(({ method }) => method === "DELETE")?.body).toEqual({
      password: "walks in the rain",
      deleteDogs: true,
    }),
  );
});
