import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import type { DogRecord } from "@/shared/api/types";
import { dog, note } from "@/testing/examples";
import { fakeServer } from "@/testing/fakeServer";
import { renderPage } from "@/testing/render";
import { syncRoute, writesIn } from "@/testing/syncRoute";
import { Comments } from "./Comments";

const comment = (id: string, about: string, text: string): DogRecord => ({
  ...note(),
  id,
  type: "comment",
  about,
  text,
});

test("shows the comments on the record alone, and sends one to whom the record is for", async () => {
  const record = note({ audience: ["trainer", "walker"] });
  const records = [comment("c-1", record.id, "Well observed."), comment("c-2", "other", "Elsewhere.")];
  const sent = fakeServer({ "POST /v1/sync": syncRoute() });
  const { user } = renderPage(<Comments record={record} />, { dog, records });
  expect(await screen.findByText("Well observed.")).toBeInTheDocument();
  expect(screen.queryByText("Elsewhere.")).not.toBeInTheDocument();
  await user.type(screen.getByRole("textbox", { name: "Your comment" }), "Thanks!");
  await user.click(screen.getByRole("button", { name: "Send comment" }));
  await waitFor(() => expect(writesIn(sent)).toHaveLength(1));
  expect(writesIn(sent)[0]?.record).toMatchObject({
    type: "comment",
    about: record.id,
    text: "Thanks!",
    audience: ["trainer", "walker"],
  });
  await waitFor(() => expect(screen.getByRole("textbox", { name: "Your comment" })).toHaveValue(""));
  expect(screen.getByText("Thanks!")).toBeInTheDocument();
});

test("who only reads the section cannot comment", async () => {
  fakeServer({ "POST /v1/sync": syncRoute() });
  const reader = { ...dog, you: { ...dog.you, sections: { ...dog.you.sections, notes: "read" as const } } };
  renderPage(<Comments record={note()} />, { dog: reader, records: [] });
  expect(await screen.findByText("No comments yet.")).toBeInTheDocument();
  expect(screen.queryByRole("textbox")).not.toBeInTheDocument();
});

test("somebody who may read it is named by picking them", async () => {
  const olaf = { id: "m", accountId: "0192f0c0-0000-7000-8000-00000000000a", name: "Olaf", role: "owner" };
  const olga = { ...olaf, accountId: "0192f0c0-0000-7000-8000-00000000000b", name: "Olga", role: "walker" };
  const sent = fakeServer({
    "POST /v1/sync": syncRoute(),
    [`GET /v1/dogs/${dog.id}/circle`]: {
      body: { items: [olaf, olga].map((one) => ({ ...one, sections: dog.you.sections })) },
    },
  });
  const { user } = renderPage(<Comments record={note({ audience: ["trainer", "owner"] })} />, {
    dog,
    records: [],
  });
  const box = await screen.findByRole("textbox", { name: "Your comment" });
  await user.type(box, "Ask @Ol");
  expect(await screen.findByRole("option", { name: "Olaf" })).toBeInTheDocument();
  expect(screen.queryByRole("option", { name: "Olga" })).toBeNull();
  await user.click(screen.getByRole("option", { name: "Olaf" }));
  expect(box).toHaveValue("Ask @Olaf ");
  await user.click(screen.getByRole("button", { name: "Send comment" }));
  await waitFor(() => expect(writesIn(sent)).toHaveLength(1));
  expect(writesIn(sent)[0]?.record).toMatchObject({ text: `Ask @[Olaf](${olaf.accountId})` });
});
