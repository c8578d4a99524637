import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { DogRecord } from "@/shared/api/types";
import { save } from "@/shared/lib/storage";
import { dog, note } from "@/testing/examples";
import { fakeServer } from "@/testing/fakeServer";
import { renderPage } from "@/testing/render";
import { syncRoute, writesIn } from "@/testing/syncRoute";
import { LogObservationPage } from "./LogObservationPage";

const vibrate = vi.fn();
beforeEach(() => {
  Object.defineProperty(navigator, "vibrate", { value: vibrate, configurable: true });
  vibrate.mockClear();
});
afterEach(() => vi.useRealTimers());

const record = (fields: object) => ({ ...note(), ...fields }) as unknown as DogRecord;
const barking = record({
  id: "b-1",
  type: "behavior-definition",
  name: "Barking",
  kind: "state",
  version: 3,
});

function open(records: DogRecord[] = [barking], query = "") {
  const sent = fakeServer({ "POST /v1/sync": syncRoute() });
  const route = "/dogs/d-1/log/observation";
  return { sent, ...renderPage(<LogObservationPage />, { dog, records, route, path: route + query }) };
}

const press = (name: string | RegExp) => fireEvent.click(screen.getByRole("button", { name }));
/** Lets so many seconds pass, with what the page does meanwhile. */
const pass = (seconds: number) => act(() => vi.advanceTimersByTimeAsync(seconds * 1000));

async function setUp(behavior = "Lunging") {
  await screen.findByRole("heading", { name: "Observe Balu" });
  fireEvent.change(screen.getByRole("textbox", { name: "Another behavior" }), {
    target: { value: behavior },
  });
  press("Add");
  press("Barking, State (a beginning and an end)");
  vi.useFakeTimers({ toFake: ["Date", "setInterval", "clearInterval", "setTimeout", "clearTimeout"] });
}

test("moments and durations are recorded with their times, and the last tap is taken back", async () => {
  const { sent } = open();
  await setUp();
  press("Start watching");
  await pass(2);
  press(/^Barking/);
  await pass(3);
  press(/^Lunging/);
  expect(screen.getByRole("button", { name: /^Barking/ })).toHaveAttribute("aria-pressed", "true");
  await pass(1);
  press(/^Barking/);
  press(/^Lunging/);
  press("Undo last");
  await pass(4);
  expect(screen.getByRole("button", { name: /^Lunging/ })).toHaveTextContent("1 time");
  press("Finish");
  vi.useRealTimers();
  press("Save");
  await waitFor(() => expect(writesIn(sent)).toHaveLength(1));
  expect(writesIn(sent)[0]?.record).toMatchObject({
    type: "observation",
    method: "continuous",
    observedSeconds: 10,
    behaviors: [
      { name: "Lunging", kind: "point" },
      { name: "Barking", kind: "state", definitionId: "b-1", definitionVersion: 3 },
    ],
    events: [
      { behavior: "Barking", onsetSeconds: 2, offsetSeconds: 6 },
      { behavior: "Lunging", onsetSeconds: 5 },
    ],
    complete: true,
  });
});

test("intervals are cued, scored and ended by themselves", async () => {
  const { sent } = open();
  await setUp();
  press("Partial interval");
  fireEvent.change(screen.getByRole("textbox", { name: "Watch for" }), { target: { value: "1" } });
  press("Start watching");
  await pass(1);
  expect(screen.getByText("Interval 1 of 4")).toBeInTheDocument();
  press(/^Barking/);
  vibrate.mockClear();
  await pass(15);
  expect(vibrate).toHaveBeenCalledTimes(1);
  expect(screen.getByText("Interval 2 of 4")).toBeInTheDocument();
  press(/^Lunging/);
  press("Interval before");
  press(/^Lunging/);
  await pass(60);
  expect(screen.getAllByText("Time is up.").length).toBeGreaterThan(0);
  press("Finish");
  vi.useRealTimers();
  press("Save");
  await waitFor(() => expect(writesIn(sent)).toHaveLength(1));
  expect(writesIn(sent)[0]?.record).toMatchObject({
    method: "partial-interval",
    observedSeconds: 60,
    intervalSeconds: 15,
    intervals: [
      { behavior: "Lunging", scores: [true, true, false, false] },
      { behavior: "Barking", scores: [true, false, false, false] },
    ],
  });
});

test("momentary sampling asks for the interval that ended", async () => {
  open();
  await setUp();
  press("Momentary");
  press("Start watching");
  await pass(5);
  expect(screen.getByText("Watch. The first cue comes after 15 seconds.")).toBeInTheDocument();
  expect(screen.getByRole("button", { name: "Finish" })).toBeDisabled();
  await pass(11);
  expect(screen.getByText("Interval 1 of 40")).toBeInTheDocument();
});

test("a reload goes on with what was tapped and the time that has passed", async () => {
  const first = open();
  await setUp();
  press("Start watching");
  await pass(2);
  press(/^Lunging/);
  first.unmount();
  vi.setSystemTime(Date.now() + 60_000);
  vi.useRealTimers();
  open();
  expect(await screen.findByRole("button", { name: /^Lunging/ })).toHaveTextContent("1 time");
});

test("nothing to watch for is said before it begins", async () => {
  open([note()]);
  await screen.findByRole("heading", { name: "Observe Balu" });
  press("Start watching");
  expect(screen.getByText("Please fill this in.")).toBeInTheDocument();
});

test("it begins like the one before, and a paired one like its first half", async () => {
  const before = record({
    id: "o-1",
    type: "observation",
    occurredAt: "2026-11-25T10:00:00Z",
    method: "whole-interval",
    intervalSeconds: 20,
    observedSeconds: 300,
    behaviors: [{ name: "Pacing", kind: "state" }],
    events: [],
    intervals: [],
    blind: false,
    complete: true,
  });
  const first = record({ ...before, id: "o-2", occurredAt: "2026-11-24T10:00:00Z", intervalSeconds: 30 });
  const page = open([before, first]);
  expect(await screen.findByRole("textbox", { name: "An interval lasts" })).toHaveValue("20 s");
  expect(screen.getByText("Pacing")).toBeInTheDocument();
  page.unmount();
  open([before, first], "?pairedWith=o-2");
  expect(await screen.findByRole("textbox", { name: "An interval lasts" })).toHaveValue("30 s");
  expect(screen.getByText("You are the second observer")).toBeInTheDocument();
});

test("a draft from before there was watching is gone on with as a form", async () => {
  save("draft.d-1.observation", {
    id: "0190-1",
    fields: {
      type: "observation",
      occurredAt: "2026-11-25T10:00:00Z",
      audience: ["trainer"],
      method: "continuous",
      behaviors: [{ name: "Digging", kind: "point" }],
      events: [],
      intervals: [],
      blind: false,
      complete: true,
      place: "the beach",
    },
  });
  open();
  expect(await screen.findByDisplayValue("Digging")).toBeInTheDocument();
});
