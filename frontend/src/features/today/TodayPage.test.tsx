import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import type { DogRecord } from "@/shared/api/types";
import { dog, me, note } from "@/testing/examples";
import { fakeServer } from "@/testing/fakeServer";
import { renderPage } from "@/testing/render";
import { syncRoute, writesIn } from "@/testing/syncRoute";
import { TodayPage } from "./TodayPage";

const olaf = { id: "a-2", name: "Olaf", role: "owner" as const };
const record = (id: string, fields: object): DogRecord =>
  ({ ...note(), id, text: undefined, ...fields }) as unknown as DogRecord;
const hours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString();

function open(records: DogRecord[], shown = dog) {
  const sent = fakeServer({ "GET /v1/me": { body: me }, "POST /v1/sync": syncRoute() });
  return { sent, ...renderPage(<TodayPage dogs={[shown]} />, { dog: shown, records }) };
}

test("what concerns one now is listed and leads to where it is", async () => {
  open([
    record("al", {
      type: "alert",
      author: olaf,
      severity: "danger",
      instruction: "Muzzle around men with hats",
      acknowledgmentRequired: true,
    }),
    record("ap", { type: "appointment", title: "Puppy class", kind: "class", occurredAt: hours(24) }),
    record("far", { type: "appointment", title: "Next month", kind: "class", occurredAt: hours(24 * 30) }),
    record("hw", { type: "homework", title: "Recall at the door", steps: [{ description: "Call once" }] }),
    record("vi", { type: "visit", author: olaf, kind: "walk", occurredAt: hours(-1) }),
    record("va", { type: "vaccination", vaccine: "rabies", dueOn: "2020-01-01" }),
  ]);
  expect(await screen.findByText("Puppy class")).toHaveAttribute("href", expect.stringContaining("open=ap"));
  expect(await screen.findByText("Muzzle around men with hats")).toHaveAttribute(
    "href",
    "/dogs/d-1/records/al",
  );
  expect(screen.getByText("Recall at the door")).toHaveAttribute("href", "/homework#hw");
  expect(screen.getByText("Walk by Olaf")).toHaveAttribute("href", "/dogs/d-1/records/vi");
  const health = screen.getByRole("region", { name: "Health" });
  expect(within(health).getByText("Overdue")).toBeInTheDocument();
  expect(screen.queryByText("Next month")).not.toBeInTheDocument();
});

test("an alert is acknowledged at one tap, for those who see it, and that can be undone", async () => {
  const { user, sent } = open([
    record("al", {
      type: "alert",
      author: olaf,
      audience: ["trainer"],
      severity: "danger",
      instruction: "Muzzle",
      acknowledgmentRequired: true,
    }),
  ]);
  await user.click(await screen.findByRole("button", { name: "Got it: Muzzle" }));
  await waitFor(() => expect(screen.queryByText("Muzzle")).not.toBeInTheDocument());
  expect(writesIn(sent)[0]?.record).toMatchObject({
    type: "acknowledgment",
    alertId: "al",
    audience: ["trainer"],
  });
  await user.click(await screen.findByRole("button", { name: "Undo" }));
  expect(await screen.findByText("Muzzle")).toBeInTheDocument();
});

test("homework is marked as done at one tap, with all its steps", async () => {
  const steps = [{ description: "Call once" }, { description: "Pay at the door" }];
  const { user, sent } = open([record("hw", { type: "homework", title: "Recall", steps })]);
  await user.click(await screen.findByRole("button", { name: "Done: Recall" }));
  await waitFor(() => expect(writesIn(sent)).toHaveLength(1));
  expect(writesIn(sent)[0]?.record).toMatchObject({ type: "homework-log", homeworkId: "hw", done: [0, 1] });
  expect(await screen.findByRole("heading", { name: "Nothing due" })).toBeInTheDocument();
});

test("who may only read is offered no button for what they may not write", async () => {
  const sections = { ...dog.you.sections, training: "read" as const };
  open([record("hw", { type: "homework", title: "Recall", steps: [{ description: "Call" }] })], {
    ...dog,
    you: { ...dog.you, role: "walker", sections },
  });
  expect(await screen.findByRole("link", { name: "Recall" })).toBeInTheDocument();
  expect(screen.queryByRole("button", { name: /^Done/ })).not.toBeInTheDocument();
});

test("without anything due it says so and how to begin", async () => {
  open([note()]);
  expect(await screen.findByRole("heading", { name: "Nothing due" })).toBeInTheDocument();
  expect(screen.getByRole("link", { name: "Plan an appointment" })).toBeInTheDocument();
  expect(screen.getByRole("link", { name: "Balu" })).toHaveAttribute("href", "/dogs/d-1");
});
