import { expect, test } from "vitest";
import type { Outcome, RecordOf, SessionBlock } from "@/shared/api/types";
import { dog, note, target } from "@/testing/examples";
import { blocksOf, stepAdvice } from "./stepAdvice";

/** "++-" is two correct trials and an incorrect one; "o" is a void one. */
function block(step: number, trials: string): SessionBlock {
  const outcomes: Record<string, Outcome> = { "+": "correct", "-": "incorrect", o: "void" };
  return {
    targetId: "t-1",
    step,
    trials: [...trials].map((mark) => ({ outcome: outcomes[mark] ?? "no-response", prompt: "none" })),
  };
}

const advise = (trials: string, step = 0) => stepAdvice(target(), [], block(step, trials));

// Donaldson 2010: of 5 trials 4 or 5 push, 3 stick, 2 or fewer drop.
test.each([
  ["+++++", "push"],
  ["++-++", "push"],
  ["+-+-+", "stick"],
  ["+---+", "drop"],
  ["-----", "drop"],
  ["++++", "continue"],
  ["", "continue"],
])("%s is %s", (trials, advice) => {
  expect(advise(trials).advice).toBe(advice);
});

test("void trials fill no group", () => {
  expect(advise("++o++")).toMatchObject({ advice: "continue", trials: 4, correct: 4, groupSize: 5 });
  expect(advise("++o++o-")).toMatchObject({ advice: "push", trials: 5, correct: 4 });
});

test("the group after the full one counts by itself", () => {
  expect(advise("+++++--")).toMatchObject({ advice: "continue", trials: 2, correct: 0 });
});

test("up ends at the last step, and down at the first", () => {
  expect(advise("+++++")).toMatchObject({ nextStep: 1, goalReached: false });
  expect(advise("+++++", 1)).toMatchObject({ nextStep: 1, goalReached: true });
  expect(advise("-----", 1).nextStep).toBe(0);
  expect(advise("-----").nextStep).toBe(0);
});

test("a group that an earlier session began is filled, unless another step came between", () => {
  expect(stepAdvice(target(), [block(0, "+++")], block(0, "++")).advice).toBe("push");
  expect(stepAdvice(target(), [block(0, "+++"), block(1, "-")], block(0, "++")).advice).toBe("continue");
});

test("the target's own rule and the criteria that rise together count", () => {
  const own = target({
    raiseRule: { trials: 3, push: 3, drop: 0 },
    steps: [{ distanceMeters: 2 }, { distanceMeters: 5, durationSeconds: 10 }],
  });
  expect(stepAdvice(own, [], block(0, "+++"))).toMatchObject({ advice: "push", raisesTogether: true });
  expect(stepAdvice(own, [], block(0, "++-"))).toMatchObject({ advice: "stick" });
});

test("blocks of sessions come in the order they were held", () => {
  const session = (occurredAt: string, ...blocks: SessionBlock[]) =>
    ({ ...note(), type: "session", dogId: dog.id, occurredAt, blocks }) as unknown as RecordOf<"session">;
  const other = { ...block(0, "+"), targetId: "t-2" };
  expect(
    blocksOf(
      [session("2026-11-02T10:00:00Z", block(1, "-")), session("2026-11-01T10:00:00Z", block(0, "+"), other)],
      "t-1",
    ).map(({ step }) => step),
  ).toEqual([0, 1]);
});
