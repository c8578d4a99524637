import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { loadPart } from "./loadPart";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("fetches a part again that did not come", async () => {
  const load = vi.fn().mockRejectedValueOnce(new TypeError("Failed to fetch")).mockResolvedValueOnce("part");
  const part = loadPart<string>(load);
  await vi.runAllTimersAsync();
  expect(await part).toBe("part");
});

test("fails after three tries, and a later call asks anew", async () => {
  const load = vi.fn().mockRejectedValue(new TypeError("Failed to fetch"));
  const refused = expect(loadPart(load)).rejects.toThrow("Failed to fetch");
  await vi.runAllTimersAsync();
  await refused;
  expect(load).toHaveBeenCalledTimes(3);
  load.mockResolvedValueOnce("part");
  expect(await loadPart(load)).toBe("part");
});
