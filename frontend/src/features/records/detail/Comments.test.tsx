import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import type { DogRecord } from "@/shared/api/types";
import { dog, note } from "@/testing/examples";
import { fakeServer } from "@/testing/fakeServer";
import { renderPage } from "@/testing/render";
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
  const list = {
    items: [comment("c-1", record.id, "Well observed."), comment("c-2", "other", "Elsewhere.")],
  };
  const sent = fakeServer(
    new Proxy(
      {},
      { get: (_, route: string) => (route.startsWith("PUT") ? { status: 201, body: {} } : { body: list }) },
    ),
  );
  const { user } = renderPage(<Comments record={record} />, { dog, route: "/", path: "/" });
  expect(await screen.findByText("Well observed.")).toBeInTheDocument();
  expect(screen.queryByText("Elsewhere.")).not.toBeInTheDocument();
  await user.type(screen.getByRole("textbox", { name: "Your comment" }), "Thanks!");
  await user.click(screen.getByRole("button", { name: "Send comment" }));
  expect(sent.find(({ method }) => method === "PUT")?.body).toMatchObject({
    type: "comment",
    about: record.id,
    text: "Thanks!",
    audience: ["trainer", "walker"],
  });
  expect(await screen.findByRole("textbox", { name: "Your comment" })).toHaveValue("");
});

test("who only reads the section cannot comment", async () => {
  fakeServer({ "GET /v1/dogs/d-1/records": { body: { items: [] } } });
  const reader = { ...dog, you: { ...dog.you, sections: { ...dog.you.sections, notes: "read" as const } } };
  renderPage(<Comments record={note()} />, { dog: reader, route: "/", path: "/" });
  expect(await screen.findByText("No comments yet.")).toBeInTheDocument();
  expect(screen.queryByRole("textbox")).not.toBeInTheDocument();
});
