import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import type { DogRecord } from "@/shared/api/types";
import { dog, me, note } from "@/testing/examples";
import { fakeServer } from "@/testing/fakeServer";
import { renderPage } from "@/testing/render";
import { syncRoute, writesIn } from "@/testing/syncRoute";
import { HomeworkPage } from "./HomeworkPage";

const record = (id: string, fields: object): DogRecord =>
  ({ ...note(), id, text: undefined, ...fields }) as unknown as DogRecord;
const steps = [{ description: "Call once", repetitions: 5 }, { description: "Pay at the door" }];
const homework = record("hw", {
  type: "homework",
  title: "Recall",
  instructions: "In the garden first.",
  steps,
  audience: ["owner", "trainer"],
});
const server = () =>
  fakeServer({
    "GET /v1/me": { body: me },
    "GET /v1/dogs": { body: { items: [dog] } },
    "POST /v1/sync": syncRoute(),
  });

test("it says how to do it, takes how it went, and keeps that as history", async () => {
  const sent = server();
  const { user } = renderPage(<HomeworkPage />, { dog, records: [homework], path: "/#hw", route: "/" });
  expect(await screen.findByText("In the garden first.")).toBeVisible();
  expect(screen.getByText(/5 repetitions/)).toBeVisible();
  expect(screen.getByText("Nothing yet. The first time counts most.")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Say how it went" }));
  await user.click(screen.getByLabelText("Pay at the door"));
  await user.type(screen.getByLabelText("Minutes"), "12");
  await user.selectOptions(screen.getByLabelText("How hard was it?"), "Just right");
  await user.type(screen.getByLabelText("How it went"), "Good.");
  await user.click(screen.getByRole("button", { name: "Mark as done" }));
  await waitFor(() => expect(writesIn(sent)).toHaveLength(1));
  expect(writesIn(sent)[0]?.record).toMatchObject({
    type: "homework-log",
    homeworkId: "hw",
    audience: ["owner", "trainer"],
    done: [0],
    minutes: 12,
    difficulty: 3,
    comment: "Good.",
  });
  const done = await screen.findByRole("region", { name: "Done for now" });
  expect(within(done).getByText("Good.")).toBeInTheDocument();
  expect(within(done).getByText(/1 of 2 steps · 12 min · Just right/)).toBeInTheDocument();
});

test("nothing is sent without a step", async () => {
  server();
  const { user } = renderPage(<HomeworkPage />, { dog, records: [homework], path: "/#hw", route: "/" });
  await user.click(await screen.findByRole("button", { name: "Say how it went" }));
  for (const { description } of steps) await user.click(screen.getByLabelText(description));
  expect(screen.getByText("Tick at least one step.")).toBeInTheDocument();
  expect(screen.getByRole("button", { name: "Mark as done" })).toBeDisabled();
});

test("without homework it says what would be here", async () => {
  server();
  renderPage(<HomeworkPage />, { dog, records: [note()] });
  expect(await screen.findByRole("heading", { name: "No homework" })).toBeInTheDocument();
  expect(screen.getByRole("link", { name: "Assign homework" })).toBeInTheDocument();
});
