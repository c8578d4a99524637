// A report, for tests.
import type { Report } from "@/shared/api/types";

const figure = (value: number, n: number) => ({ value, n });

export const report: Report = {
  dog: { name: "Balu", breed: "Hovawart" },
  period: { from: "2026-08-28", to: "2026-11-25" },
  madeBy: { name: "Tara", role: "trainer" },
  madeAt: "2026-11-25T10:00:00Z",
  as: "owner",
  training: [
    {
      name: "Recall",
      steps: 2,
      success: { begin: figure(25, 4), end: figure(90, 10) },
      advice: {
        advice: "push",
        step: 0,
        nextStep: 1,
        goalReached: false,
        trials: 5,
        correct: 5,
        groupSize: 5,
        raisedTogether: [],
      },
      mastery: {
        state: "in-progress",
        sessionsInRow: 1,
        peopleInRow: 1,
        sessionsNeeded: 3,
        peopleNeeded: 2,
        probes: [],
      },
      points: [],
      lines: { phases: [], events: [] },
      phases: { wanted: "increase", beforeFirstPhase: 0, changes: [] },
      generalization: [],
    },
  ],
  health: {
    weights: [{ at: "2026-11-20T10:00:00Z", kilograms: 38.4 }],
    vaccinations: [{ vaccine: "rabies", state: "never-recorded" }],
  },
  visits: [{ kind: "walk", count: 3 }],
  incidents: [],
  notes: [{ at: "2026-11-20T10:00:00Z", author: "Tara", text: "Calm past two joggers", tags: [] }],
  definitions: [{ measure: "success-rate", text: "Correct trials of all valid trials." }],
};
