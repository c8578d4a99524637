import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { currentVaccinations, dueState } from "@/shared/agenda/care";
import type { DogRecord, Vaccination } from "@/shared/api/types";
import { dog, note } from "@/testing/examples";
import { fakeServer } from "@/testing/fakeServer";
import { renderPage } from "@/testing/render";
import { syncRoute, writesIn } from "@/testing/syncRoute";
import { HealthPage } from "./HealthPage";

const { text: _, tags: __, pinned: ___, type: ____, ...common } = note();
let count = 0;
const made = (fields: object) => ({ ...common, id: `r-${++count}`, ...fields }) as unknown as DogRecord;

const open = (records: DogRecord[]) => {
  const sent = fakeServer({ "POST /v1/sync": syncRoute() });
  return { ...renderPage(<HealthPage />, { dog, records, route: "/dogs/d-1/health" }), sent };
};

test("a dose that was given is one tap, and one more takes it back", async () => {
  const pill = made({ type: "medication", product: "Fluoxetine", dose: "20 mg", timesOfDay: ["08:00"] });
  const over = made({ type: "medication", product: "Antibiotic", dose: "1 tablet", until: "2020-01-01" });
  const { user, sent } = open([pill, over]);
  expect(await screen.findByText("20 mg · 08:00")).toBeInTheDocument();
  expect(screen.getByText("No dose on record yet")).toBeInTheDocument();
  expect(screen.queryByText("Antibiotic")).not.toBeInTheDocument();
  await user.click(screen.getByRole("button", { name: "Fluoxetine: given now" }));
  await waitFor(() =>
    expect(writesIn(sent)[0]?.record).toMatchObject({
      type: "medication-given",
      medicationId: pill.id,
      audience: pill.audience,
    }),
  );
  expect(await screen.findByText(/^Last given .* by Tara$/)).toBeInTheDocument();
  await user.click(await screen.findByRole("button", { name: "Undo" }));
  expect(await screen.findByText("No dose on record yet")).toBeInTheDocument();
  expect(screen.getByRole("link", { name: "Fluoxetine: skipped, or given earlier" })).toHaveAttribute(
    "href",
    `/dogs/d-1/log/medication-given?medicationId=${pill.id}`,
  );
});

test("shows weights, visits and what is due", async () => {
  open([
    made({ type: "weight", kilograms: 30.5, occurredAt: "2026-11-01T10:00:00Z" }),
    made({ type: "weight", kilograms: 31, occurredAt: "2026-11-20T10:00:00Z" }),
    made({ type: "vaccination", vaccine: "rabies", dueOn: "2020-05-01", occurredAt: "2019-05-01T10:00:00Z" }),
    made({ type: "vet-visit", reason: "Limp", findings: "Sprain", followUpOn: "2099-01-01" }),
  ]);
  const weight = await screen.findByRole("region", { name: "Weight" });
  expect(await within(weight).findByText("68.3 lb")).toBeInTheDocument();
  expect(within(weight).getByText(/\+1\.1 lb since/)).toBeInTheDocument();
  expect(screen.getByText("Overdue")).toBeInTheDocument();
  expect(screen.getByText("Sprain")).toBeInTheDocument();
  expect(screen.getByText(/^Follow-up/)).toBeInTheDocument();
  expect(screen.getByText("No allergy known.")).toBeInTheDocument();
});

test("of each vaccination the newest counts, and the most urgent comes first", () => {
  const given = (vaccine: string, occurredAt: string, dueOn?: string, name?: string) =>
    made({ type: "vaccination", vaccine, occurredAt, dueOn, name }) as Vaccination;
  const now = new Date("2026-11-25T12:00:00Z");
  const current = currentVaccinations(
    [
      given("rabies", "2023-01-01T00:00:00Z", "2026-01-01"),
      given("rabies", "2026-01-02T00:00:00Z", "2029-01-01"),
      given("dhpp", "2025-12-01T00:00:00Z", "2026-12-01"),
      given("other", "2025-01-01T00:00:00Z", undefined, "Lyme"),
      given("leptospirosis", "2025-01-01T00:00:00Z", "2026-11-24"),
    ],
    now,
  );
  expect(current.map(({ vaccination, state }) => [vaccination.name ?? vaccination.vaccine, state])).toEqual([
    ["leptospirosis", "overdue"],
    ["dhpp", "soon"],
    ["rabies", "ok"],
    ["Lyme", "unknown"],
  ]);
  expect(dueState("2026-11-25", now)).toBe("soon");
});
