// How long to wait before something that failed is tried again. The one way in which this app waits.

interface Wait {
  /** Seconds that the server asked for, from Retry-After. */
  retryAfter?: number | undefined;
  /** Milliseconds after which waits grow no further. */
  longest?: number;
  random?: () => number;
}

const first = 1000;
const longestByDefault = 60_000;

/** Milliseconds after so many failures before this one. Half of it is chance, so that not everybody returns at once. */
export function backoff(
  failures: number,
  { retryAfter = 0, longest = longestByDefault, random = Math.random }: Wait = {},
): number {
  const wait = Math.min(longest, first * 2 ** failures) * (0.5 + random() / 2);
  return Math.max(wait, retryAfter * 1000);
}
