import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import type { DogRecord, Visit } from "@/shared/api/types";
import { dog, note } from "@/testing/examples";
import { fakeServer } from "@/testing/fakeServer";
import { renderPage } from "@/testing/render";
import { syncRoute } from "@/testing/syncRoute";
import { VisitsPage } from "./VisitsPage";

const visit = (id: string, change: Partial<Visit> = {}): DogRecord => ({
  ...note(),
  id,
  type: "visit",
  author: { id: "a-2", name: "Wanda", role: "walker" },
  kind: "walk",
  food: false,
  water: true,
  pee: true,
  poop: false,
  medication: false,
  ...change,
});

test("a visit is told as its report card, newest first", async () => {
  fakeServer({ "POST /v1/sync": syncRoute() });
  const records = [
    visit("v-1", {
      occurredAt: "2026-11-20T10:00:00Z",
      endedAt: "2026-11-20T11:05:00Z",
      mood: "happy",
      distanceMeters: 4200,
      route: "Along the river",
      report: "Two deer, and not one bark.",
    }),
    visit("v-2", { occurredAt: "2026-11-21T10:00:00Z", kind: "care" }),
  ];
  renderPage(<VisitsPage />, { dog, records });
  const [second, first] = await screen.findAllByRole("article");
  if (!first || !second) throw new Error("two visits");
  expect(within(first).getByText("Walk · Happy")).toBeInTheDocument();
  expect(within(first).getByText("Two deer, and not one bark.")).toBeInTheDocument();
  expect(within(first).getByText(/1 h 5 min · 4.2 km/)).toBeInTheDocument();
  const done = (name: string) =>
    within(within(first).getByText(name).closest("li") as HTMLElement)
      .getByRole("img")
      .getAttribute("aria-label");
  expect([done("Fresh water"), done("Fed")]).toEqual(["yes", "no"]);
  expect(within(first).getByRole("link", { name: "Open, comment, share" })).toHaveAttribute(
    "href",
    "/dogs/d-1/records/v-1",
  );
  expect(within(second).getByText("Care")).toBeInTheDocument();
  expect(within(second).getByText("No words to this one.")).toBeInTheDocument();
});

test("without visits it says what they become", async () => {
  fakeServer({ "POST /v1/sync": syncRoute() });
  renderPage(<VisitsPage />, { dog, records: [note()] });
  expect(await screen.findByRole("heading", { name: "No visits yet" })).toBeInTheDocument();
  expect(screen.getByRole("link", { name: "Report a visit" })).toBeInTheDocument();
});
