// The one HTTP client. Signing in is a HttpOnly cookie of the same origin: no token is ever seen by this code.
import createClient from "openapi-fetch";
import { ApiError } from "./problem";
import type { paths } from "./schema";
import type { Problem } from "./types";

export const api = createClient<paths>({
  baseUrl: window.location.origin,
  credentials: "include",
  // Looked up at each call so that tests can put their own in place.
  fetch: (request) => globalThis.fetch(request),
});

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The body of a good answer. Throws ApiError for any other, and for none at all. */
export async function unwrap<T>(call: Promise<Answer<T>>): Promise<NonNullable<T>> {
  let answer: Answer<T>;
  try {
    answer = await call;
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw new ApiError(0, { title: "The server cannot be reached." });
  }
  if (!answer.response.ok) {
    const problem = typeof answer.error === "object" && answer.error !== null ? answer.error : {};
    const wait = Number(answer.response.headers.get("Retry-After"));
    throw new ApiError(answer.response.status, problem as Partial<Problem>, wait || undefined);
  }
  return answer.data as NonNullable<T>;
}

/** For answers without a body. */
export async function done(call: Promise<Answer<unknown>>): Promise<void> {
  await unwrap(call);
}

/** If-Match for a version of a record or dog. */
export function ifMatch(version: number): { "If-Match": string } {
  return { "If-Match": `"${version}"` };
}
