import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { dog, target } from "@/testing/examples";
import { fakeServer } from "@/testing/fakeServer";
import { renderPage } from "@/testing/render";
import { charts } from "./charts";
import { ProgressPage } from "./ProgressPage";

const base = `/v1/dogs/${dog.id}`;
const lines = { phases: [], events: [] };
const point = {
  start: "2026-11-20T10:00:00Z",
  observations: 1,
  count: 3,
  observedMinutes: 2,
  ratePerMinute: 1.5,
  totalSeconds: null,
  meanSeconds: null,
  percent: null,
  meanLatencySeconds: 3,
  meanInterResponseSeconds: null,
};
const routes = {
  [`GET ${base}/progress/time-budget`]: {
    body: {
      observations: 1,
      observedSeconds: 120,
      behaviors: ["barking", "Lunging"].map((behavior) => ({
        behavior,
        isState: false,
        number: 3,
        totalSeconds: null,
        meanSeconds: null,
        deviationSeconds: null,
        interEventMeanSeconds: null,
        interEventDeviationSeconds: null,
        percent: null,
      })),
    },
  },
  [`GET ${base}/progress/abc-per-week`]: {
    body: { unit: "records per week", points: [], behaviors: [{ behavior: "lunging", count: 2 }] },
  },
  [`GET ${base}/progress/event-series`]: (sent: { query: URLSearchParams }) => ({
    body: { behavior: sent.query.get("behavior"), per: "session", points: [point], lines },
  }),
};
const show = (query: string) =>
  renderPage(<ProgressPage />, { dog, records: [target()], route: "/progress", path: `/progress${query}` });

test("a chart of the address comes with its table, its meaning and its choices", async () => {
  const sent = fakeServer(routes);
  const { user, router } = show("?chart=event-series&span=all");
  const table = await screen.findByRole("table", { name: "barking: rate, duration and latency" });
  expect(within(table).getByRole("cell", { name: "1.5" })).toBeVisible();
  expect(screen.getByRole("img", { name: /^Rate of barking, 1 point\./ })).toBeInTheDocument();

  await user.click(screen.getByRole("button", { name: /What does .* mean/ }));
  expect(await screen.findByText(/events in a minute of observation/)).toBeVisible();
  await user.keyboard("{Escape}");

  // Spelled differently it is one behavior.
  expect(within(screen.getByLabelText("Behavior")).getAllByRole("option")).toHaveLength(2);
  await user.selectOptions(screen.getByLabelText("Behavior"), "Lunging");
  expect(router.state.location.search).toContain("behavior=Lunging");
  await user.selectOptions(screen.getByLabelText("A point is"), "a week");
  await waitFor(() => {
    const last = sent.findLast(({ path }) => path.endsWith("event-series"));
    expect(last?.query.get("behavior")).toBe("Lunging");
    expect(last?.query.get("per")).toBe("week");
  });
  await user.click(screen.getByRole("button", { name: "Hide table" }));
  expect(screen.queryByRole("table")).toBeNull();
});

test("without records it says what to record", async () => {
  fakeServer({});
  show("?chart=trigger-threshold");
  expect(await screen.findByText(/Log how close a trigger came/)).toBeVisible();
});

test("what is not computable says why", async () => {
  fakeServer({
    ...routes,
    [`GET ${base}/progress/celeration`]: {
      body: {
        behavior: "barking",
        celeration: { n: 1, zeros: 0, perWeek: null, reason: "There are fewer than two days." },
        splitMiddle: { n: 1, slopePerDay: null, atFirstDay: null, atLastDay: null },
        splitMiddlePerWeek: null,
        days: [{ ...point, start: "2026-11-20" }],
      },
    },
  });
  show("?chart=celeration");
  expect(await screen.findByText("There are fewer than two days.")).toBeVisible();
  expect(screen.getByText("Not computable")).toBeVisible();
});

test("there is a chart for each route of the progress API, with its words", async () => {
  fakeServer({});
  show("");
  const options = within(await screen.findByLabelText("Chart")).getAllByRole("option");
  expect(options).toHaveLength(charts.length + 1);
  expect(charts).toHaveLength(18);
});

test("a role sees the charts of its sections alone", async () => {
  fakeServer({});
  const sections = { ...dog.you.sections, training: "none" as const, behavior: "none" as const };
  renderPage(<ProgressPage />, {
    dog: { ...dog, you: { ...dog.you, sections } },
    records: [],
    route: "/progress",
  });
  const options = within(await screen.findByLabelText("Chart")).getAllByRole("option");
  expect(options.map(({ textContent }) => textContent)).toEqual(["Overview", "Vaccinations"]);
});
