import { expect, test } from "vitest";
import { Pace } from "./pace";

/** Sends pieces over a line of so many bytes a second, and says how large they became. */
function sendOver(pace: Pace, bytesPerSecond: number, pieces: number): number[] {
  return Array.from({ length: pieces }, () => {
    const { bytes } = pace;
    pace.arrived(bytes, (bytes / bytesPerSecond) * 1000);
    return bytes;
  });
}

test("pieces become as large as the line takes in four seconds, within what the server takes", () => {
  expect(sendOver(new Pace(), 8000, 3)).toEqual([65_536, 32_000, 32_000]);
  expect(sendOver(new Pace(), 100_000_000, 5)).toEqual([65_536, 262_144, 1_048_576, 4_194_304, 4_194_304]);
  expect(sendOver(new Pace(), 100, 3).at(-1)).toBe(16_384);
});

test("a piece that is lost makes the next one smaller, and a line that gets better makes them larger", () => {
  const pace = new Pace();
  sendOver(pace, 1_000_000, 5);
  expect(pace.bytes).toBe(4_000_000);
  expect(pace.bytesOfNew).toBe(262_144);
  expect(pace.fast).toBe(true);
  pace.lost();
  expect(pace.bytes).toBe(1_000_000);
  expect(pace.fast).toBe(false);
  for (let i = 0; i < 5; i++) pace.lost();
  expect(pace.bytes).toBe(16_384);
  sendOver(pace, 1_000_000, 5);
  expect(pace.fast).toBe(true);
});
