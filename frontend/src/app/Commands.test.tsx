import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { dog } from "@/testing/examples";
import { fakeServer } from "@/testing/fakeServer";
import { renderPage } from "@/testing/render";
import { Commands } from "./Commands";

const open = () => {
  fakeServer({ "GET /v1/dogs": { body: { items: [dog] } } });
  const page = (
    <>
      <input aria-label="Words" />
      <Commands dog={dog} mayLog />
    </>
  );
  return renderPage(page, { dog, records: [] });
};

test("Ctrl+K finds a page by a part of its name, and Enter goes there", async () => {
  const { user, router } = open();
  await user.keyboard("{Control>}k{/Control}");
  const search = await screen.findByRole("textbox", { name: "Go to or begin …" });
  await user.type(search, "progr");
  expect(await screen.findByRole("button", { name: "Progress" })).toBeVisible();
  await user.keyboard("{Enter}");
  await screen.findByText("another page");
  expect(router.state.location.pathname).toBe(`/dogs/${dog.id}/progress`);
});

test("what is not there is said", async () => {
  const { user } = open();
  await user.keyboard("{Control>}k{/Control}");
  await user.type(await screen.findByRole("textbox", { name: "Go to or begin …" }), "zebra");
  expect(await screen.findByText("Nothing of that name.")).toBeVisible();
});

test("Ctrl+Shift+L is quick log, also while typing", async () => {
  const { user, router } = open();
  await user.type(screen.getByRole("textbox", { name: "Words" }), "Pulled toward");
  await user.keyboard("{Control>}{Shift>}l{/Shift}{/Control}");
  await screen.findByText("another page");
  expect(router.state.location.pathname).toBe(`/dogs/${dog.id}/log`);
});
