import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import type { Dog, DogRecord } from "@/shared/api/types";
import { dog, me, note } from "@/testing/examples";
import { fakeServer } from "@/testing/fakeServer";
import { renderPage } from "@/testing/render";
import { syncRoute, writesIn } from "@/testing/syncRoute";
import { SafetyCard } from "./SafetyCard";
import { phoneIn, strongTriggers } from "./safety.queries";

const { text: _, tags: __, pinned: ___, type: ____, ...common } = note();
const other = { id: "a-9", name: "Olga", role: "owner" as const };
let count = 0;
const made = (fields: object) => ({ ...common, id: `r-${++count}`, ...fields }) as unknown as DogRecord;

const open = (records: DogRecord[], of: Dog = dog) => {
  const sent = fakeServer({ "POST /v1/sync": syncRoute(), "GET /v1/me": { body: me } });
  return { ...renderPage(<SafetyCard />, { dog: of, records, route: "/dogs/d-1" }), sent };
};
const may = (sections: Partial<Dog["you"]["sections"]>): Dog => ({
  ...dog,
  you: { ...dog.you, sections: { ...dog.you.sections, ...sections } },
});

test("shows what must be known, the most dangerous first, and not what is over", async () => {
  open([
    made({ type: "alert", severity: "info", instruction: "Loves tennis balls" }),
    made({ type: "alert", severity: "danger", instruction: "Muzzle around men with hats" }),
    made({ type: "alert", severity: "danger", instruction: "In heat", expiresAt: "2020-01-01T00:00:00Z" }),
    made({ type: "allergy", allergen: "Chicken", severity: "severe", firstAid: "Antihistamine in the bag" }),
    made({ type: "care-instruction", topic: "equipment", title: "Two leashes" }),
    made({ type: "care-instruction", topic: "equipment", title: "Old harness", archived: true }),
    made({ type: "care-instruction", topic: "safe-distance", title: "Joggers", distanceMeters: 20 }),
    made({
      type: "care-instruction",
      topic: "emergency",
      title: "Olga",
      instruction: "Call +49 170 123 456",
    }),
    made({ type: "vet-visit", reason: "Limp", clinic: "Clinic at the park", veterinarian: "Dr. Meyer" }),
  ]);
  const card = await screen.findByRole("region", { name: "Safety" });
  const alerts = within(card).getAllByRole("listitem");
  expect(alerts.map((item) => item.textContent)).toEqual([
    expect.stringContaining("Muzzle around men with hats"),
    expect.stringContaining("Loves tennis balls"),
  ]);
  expect(within(card).getByText("Chicken (Severe) – Antihistamine in the bag")).toBeInTheDocument();
  expect(within(card).getByText("Two leashes")).toBeInTheDocument();
  expect(within(card).queryByText("Old harness")).not.toBeInTheDocument();
  expect(within(card).getByText("Joggers: 20 m")).toBeInTheDocument();
  expect(within(card).getByRole("link", { name: /Olga/ })).toHaveAttribute("href", "tel:+49170123456");
  expect(within(card).getByText("Dr. Meyer, Clinic at the park")).toBeInTheDocument();
});

test("an alert that asks for it is acknowledged by a tap, once", async () => {
  const alert = made({
    type: "alert",
    severity: "danger",
    instruction: "Do not touch the bowl",
    acknowledgmentRequired: true,
    author: other,
  });
  const { user, sent } = open([alert]);
  await user.click(await screen.findByRole("button", { name: "I have read this" }));
  await waitFor(() =>
    expect(writesIn(sent)[0]?.record).toMatchObject({
      type: "acknowledgment",
      alertId: alert.id,
      audience: alert.audience,
    }),
  );
  await waitFor(() => expect(screen.queryByRole("button")).not.toBeInTheDocument());
  expect(await screen.findByText("Read by Tara")).toBeInTheDocument();
});

test("without anything those who may write are told how to begin, and others see nothing", async () => {
  const first = open([]);
  expect(await screen.findByRole("link", { name: "Alert" })).toHaveAttribute("href", "/dogs/d-1/log/alert");
  first.unmount();
  open([], may({ profile: "read" }));
  await waitFor(() => expect(screen.queryByRole("region", { name: /safety/i })).not.toBeInTheDocument());
  expect(screen.queryByRole("link")).not.toBeInTheDocument();
});

test("triggers are those that were taken badly of late, with the farthest distance", () => {
  const now = new Date("2026-11-25T00:00:00Z").getTime();
  const met = (
    trigger: string,
    distanceMeters: number,
    reaction: number,
    occurredAt = "2026-11-20T10:00:00Z",
  ) =>
    made({ type: "trigger-exposure", trigger, distanceMeters, reaction, occurredAt }) as Extract<
      DogRecord,
      { type: "trigger-exposure" }
    >;
  expect(
    strongTriggers(
      [
        met("Jogger", 5, 4),
        met("jogger", 12, 3),
        met("jogger", 30, 1),
        met("cat", 2, 5, "2024-01-01T00:00:00Z"),
      ],
      now,
    ),
  ).toEqual([{ name: "Jogger", distanceMeters: 12, times: 2 }]);
});

test("finds what can be dialed, and nothing else", () => {
  expect(phoneIn("Call +49 170 123-456 at night")).toBe("+49170123456");
  expect(phoneIn("(030) 901 820")).toBe("030901820");
  expect(phoneIn("Gate code 1234")).toBeUndefined();
  expect(phoneIn("no number")).toBeUndefined();
});
