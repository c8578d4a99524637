import i18next from "i18next";
import { expect, test } from "vitest";
import "../i18n/i18n";
import { celeration, triggerThreshold } from "./behavior";
import { fileName } from "./download";
import { toCsv } from "./figure";
import { phaseEffects, successRate } from "./training";

const t = i18next.t;
const lines = { phases: [], events: [] };

test("a table becomes a CSV file whose texts are no formulas", () => {
  const columns = [{ title: "Behavior" }, { title: "Count", numeric: true }];
  const rows = [
    ["=HYPERLINK(1)", -2],
    ['says "no", loudly', null],
  ];
  expect(toCsv({ columns, rows })).toBe('Behavior,Count\r\n\'=HYPERLINK(1),-2\r\n"says ""no"", loudly",\r\n');
});

test.each(["=1", "＝1", "﹦1", "＋1", "－1", "＠x", " =1", "\u3000＝1", "\n=1", "\t1", "'=1"])(
  "no spreadsheet computes %j",
  (text) => {
    const csv = toCsv({ columns: [{ title: "Behavior" }], rows: [[text]] });
    expect(csv.split("\r\n", 2)[1]?.replace('"', "")).toMatch(/^'/);
    expect(csv).toContain(`'${text}`);
  },
);

test("files are named by what they show", () => {
  expect(fileName("Bällu / Success rate", "csv")).toBe("bällu-success-rate.csv");
  expect(fileName("?", "png")).toBe("chart.png");
});

test("a session without valid trials has a reason in place of a percentage, and leaves a gap", () => {
  const point = {
    sessionId: "s-1",
    at: "2026-11-20T10:00:00Z",
    trials: 0,
    correct: 0,
    independentCorrect: 0,
    promptedCorrect: 0,
    voided: 2,
    percent: null,
    independentPercent: null,
    reason: "only-void-trials" as const,
  };
  const view = successRate("Recall", { points: [point], lines }, t);
  expect(view.rows[0]?.at(-1)).toBe("only void trials");
  expect(view.reason).toBe("only void trials");
});

test("phases and events are drawn, and said in words", () => {
  const at = "2026-11-01T10:00:00Z";
  const view = successRate(
    "Recall",
    {
      points: [],
      lines: {
        phases: [{ at, kind: "baseline" }],
        events: [{ at, kind: "move", description: "moved house" }],
      },
    },
    t,
  );
  expect(view.facts?.[0]).toMatch(/^Baseline from /);
  expect(view.facts?.[1]).toMatch(/: moved house$/);
  const option = view.draw?.({
    first: "#111",
    second: "#222",
    third: "#333",
    axis: "#444",
    grid: "#555",
    card: "#fff",
  }) as { series: { markLine?: { data: { lineStyle: { type: string } }[] } }[] };
  expect(option.series[0]?.markLine?.data.map(({ lineStyle }) => lineStyle.type)).toEqual([
    "solid",
    "dotted",
  ]);
});

test("what is not computable says why and is never 0", () => {
  const threshold = triggerThreshold(
    "jogger",
    {
      n: 2,
      reacted: 1,
      cutoff: 2,
      meters: null,
      reason: "Fewer than 6 exposures.",
      bins: [{ fromMeters: 0, toMeters: 5, n: 2, reacted: 1, meanReaction: 2 }],
    },
    t,
  );
  expect(threshold.reason).toBe("Fewer than 6 exposures.");
  expect(threshold.facts).toEqual(["2 exposures, 1 with a reaction."]);
  const fit = celeration(
    {
      behavior: "barking",
      celeration: { n: 1, zeros: 0, perWeek: null, reason: "There is one day." },
      splitMiddle: { n: 1, slopePerDay: null },
      splitMiddlePerWeek: null,
      days: [],
    },
    t,
  );
  expect(fit.reason).toBe("There is one day.");
});

test("effects of phases are told by the names of the phases", () => {
  const figure = (value: number) => ({ value, n: 42 });
  const view = phaseEffects(
    "Recall",
    {
      wanted: "increase",
      beforeFirstPhase: 1,
      changes: [
        {
          before: { at: "2026-10-01T10:00:00Z", kind: "baseline" },
          after: { at: "2026-11-01T10:00:00Z", kind: "intervention", name: "Long line" },
          effects: {
            nA: 6,
            nB: 7,
            nap: figure(0.9167),
            tau: figure(0.8333),
            tauU: figure(0.7381),
            pnd: figure(71.43),
          },
        },
      ],
    },
    t,
  );
  expect(view.rows[0]?.[0]).toMatch(/^Baseline, /);
  expect(view.rows[0]?.[1]).toMatch(/^Long line, /);
  expect(view.rows[0]?.slice(2)).toEqual(["6 / 7", 0.917, 0.833, 0.738, "71.4 %"]);
  expect(view.facts).toEqual(["1 value before the first phase is left out."]);
});
