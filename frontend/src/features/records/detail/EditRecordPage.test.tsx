import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { dog, note } from "@/testing/examples";
import { fakeServer } from "@/testing/fakeServer";
import { renderPage } from "@/testing/render";
import { syncRoute, writesIn } from "@/testing/syncRoute";
import { EditRecordPage } from "./EditRecordPage";

const theirs = note({ version: 2, seq: 2, text: "Two dogs, no barking." });

/** A server on which somebody else saved version 2 after the page was opened. */
function openStale() {
  const sent = fakeServer({
    "POST /v1/sync": syncRoute(({ baseVersion }) =>
      baseVersion === 2 ? undefined : { status: "conflict", record: theirs },
    ),
  });
  const page = renderPage(<EditRecordPage />, {
    dog,
    records: [note()],
    route: "/dogs/:dogId/records/:recordId/edit",
    path: "/dogs/d-1/records/n-1/edit",
  });
  const saved = () => writesIn(sent).filter(({ baseVersion }) => baseVersion === 2);
  return { ...page, saved };
}

async function editAndSave(user: ReturnType<typeof openStale>["user"]) {
  const text = await screen.findByRole("textbox", { name: "Note" });
  await user.clear(text);
  await user.type(text, "Barked at a jogger.");
  await user.click(screen.getByRole("button", { name: "Save" }));
  return screen.findByRole("dialog", { name: "This was changed in the meantime" });
}

test("shows both versions and saves mine over the other", async () => {
  const { user, saved } = openStale();
  const dialog = await editAndSave(user);
  expect(within(dialog).getByText("Two dogs, no barking.")).toBeInTheDocument();
  expect(within(dialog).getByText("Barked at a jogger.")).toBeInTheDocument();

  await user.click(within(dialog).getByRole("button", { name: "Keep mine" }));
  await waitFor(() => expect(saved()).toHaveLength(1));
  expect(saved()[0]?.record).toMatchObject({ text: "Barked at a jogger." });
  expect(await screen.findByText("another page")).toBeInTheDocument();
});

test("takes the other without writing", async () => {
  const { user, saved } = openStale();
  const dialog = await editAndSave(user);
  await user.click(within(dialog).getByRole("button", { name: "Take the other" }));
  expect(await screen.findByText("another page")).toBeInTheDocument();
  expect(saved()).toHaveLength(0);
});

test("merges the texts, to be edited before saving", async () => {
  const { user, saved } = openStale();
  const dialog = await editAndSave(user);
  await user.click(within(dialog).getByRole("button", { name: "Merge the texts" }));
  const merged = within(dialog).getByRole("textbox", { name: "Note" });
  expect(merged).toHaveValue("Two dogs, no barking.\n\nBarked at a jogger.");
  await user.type(merged, " Once.");
  await user.click(within(dialog).getByRole("button", { name: "Save merged text" }));
  await waitFor(() => expect(saved()).toHaveLength(1));
  expect(saved()[0]?.record).toMatchObject({ text: "Two dogs, no barking.\n\nBarked at a jogger. Once." });
});

test("asks before leaving with unsaved changes", async () => {
  const { user, router } = openStale();
  await user.type(await screen.findByRole("textbox", { name: "Note" }), "!");
  await user.click(screen.getByRole("link", { name: "Back" }));
  const dialog = await screen.findByRole("dialog", { name: "Leave without saving?" });
  await user.click(within(dialog).getByRole("button", { name: "Stay" }));
  expect(router.state.location.pathname).toBe("/dogs/d-1/records/n-1/edit");
});

test("changes survive a reload until they are saved or given up", async () => {
  const first = openStale();
  await first.user.type(await screen.findByRole("textbox", { name: "Note" }), " Once more.");
  first.unmount();
  openStale();
  expect(await screen.findByRole("textbox", { name: "Note" })).toHaveValue("A quiet walk. Once more.");
  expect(screen.getByText("Your unfinished draft was restored.")).toBeInTheDocument();
});
