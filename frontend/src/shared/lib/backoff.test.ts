import { expect, test } from "vitest";
import { backoff } from "./backoff";

test("waits longer after each failure, half of it by chance, and as long as the server says", () => {
  const most = { random: () => 1 };
  expect([0, 1, 2, 3, 10].map((failures) => backoff(failures, most))).toEqual([
    1000, 2000, 4000, 8000, 60_000,
  ]);
  expect(backoff(3, { random: () => 0 })).toBe(4000);
  expect(backoff(10, { ...most, longest: 30_000 })).toBe(30_000);
  expect(backoff(0, { retryAfter: 120 })).toBe(120_000);
});
