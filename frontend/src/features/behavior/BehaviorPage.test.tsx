import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import type { DogRecord } from "@/shared/api/types";
import { dog, me, note } from "@/testing/examples";
import { fakeServer } from "@/testing/fakeServer";
import { renderPage } from "@/testing/render";
import { syncRoute } from "@/testing/syncRoute";
import { BehaviorPage } from "./BehaviorPage";

const { text: _, tags: __, pinned: ___, type: ____, ...common } = note();
let count = 0;
const made = (fields: object) => ({ ...common, id: `r-${++count}`, ...fields }) as unknown as DogRecord;
const base = "GET /v1/dogs/d-1/progress";
const routes = {
  "POST /v1/sync": syncRoute(),
  "GET /v1/me": { body: me },
  [`${base}/time-budget`]: { body: { observations: 0, observedSeconds: 0, behaviors: [] } },
  [`${base}/abc-per-week`]: {
    body: { unit: "records per week", points: [], behaviors: [{ behavior: "lunging", count: 2 }] },
  },
  [`${base}/abc-analysis`]: { status: 503, body: { title: "Busy", status: 503 } },
};

const open = (records: DogRecord[], of = dog) => {
  fakeServer(routes);
  return renderPage(<BehaviorPage />, { dog: of, records, route: "/dogs/d-1/behavior" });
};

test("shows what counts, what is met, and leaves the rest of the page alone when the figures fail", async () => {
  const { user } = open([
    made({
      type: "behavior-definition",
      name: "Lunging",
      kind: "point",
      direction: "decrease",
      operationalDefinition: "Both front paws leave the ground towards something.",
      nonExamples: ["Pulling to a bush"],
    }),
    made({ type: "behavior-definition", name: "Howling", kind: "state", archived: true }),
    made({ type: "trigger-exposure", trigger: "Jogger", distanceMeters: 12, reaction: 2 }),
    made({ type: "trigger-exposure", trigger: "jogger", distanceMeters: 4, reaction: 4 }),
  ]);
  expect(await screen.findByText("Both front paws leave the ground towards something.")).toBeInTheDocument();
  expect(screen.getByText("Pulling to a bush")).toBeInTheDocument();
  expect(screen.queryByText("Howling")).not.toBeInTheDocument();
  await user.click(screen.getByRole("switch", { name: "Show archived ones" }));
  expect(screen.getByText("Howling")).toBeInTheDocument();

  const table = await screen.findByRole("table", { name: "What the dog met" });
  const [row] = within(table).getAllByRole("row").slice(1);
  expect(row).toHaveTextContent(/jogger2.*4 m4 of 5/i);
  expect(within(table).getAllByRole("row")).toHaveLength(2);
  expect(await screen.findByRole("button", { name: "Try again" })).toBeInTheDocument();
});

test("the author of an observation pairs it by a code; a pair leads to its agreement", async () => {
  const observation = {
    type: "observation",
    method: "continuous",
    behaviors: [{ name: "Lunging", kind: "point" }],
  };
  const alone = made({ ...observation, occurredAt: "2026-11-21T10:00:00Z", blind: true });
  const first = made(observation);
  const second = made({
    ...observation,
    pairedWith: first.id,
    author: { id: "a-9", name: "Olga", role: "owner" },
  });
  const { user } = open([alone, first, second]);
  expect(await screen.findByRole("link", { name: "Agreement" })).toHaveAttribute(
    "href",
    `/dogs/d-1/progress?chart=agreement&observation=${second.id}`,
  );
  expect(screen.getByText(/Tara \+ Olga/)).toBeInTheDocument();
  await user.click(await screen.findByRole("button", { name: "Pair" }));
  const dialog = await screen.findByRole("dialog");
  expect(within(dialog).getByRole("img", { name: "QR code for the second observer" })).toBeInTheDocument();
  expect(within(dialog).getByRole("textbox")).toHaveValue(
    `${window.location.origin}/dogs/d-1/log/observation?pairedWith=${alone.id}`,
  );
});

test("who may not read behavior is told so", () => {
  const sections = { ...dog.you.sections, behavior: "none" as const };
  open([], { ...dog, you: { ...dog.you, sections } });
  expect(screen.getByText("Not shown to you")).toBeInTheDocument();
});
