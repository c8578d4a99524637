// A server for one test: answers by method and path, and remembers what it was sent.
import { vi } from "vitest";

interface Sent {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Headers;
  body: unknown;
}

type Answer = { status?: number; body?: unknown };
type Routes = Record<string, Answer | ((sent: Sent) => Answer)>;

/** Routes by "GET /v1/me". What is not among them is a 404. */
export function fakeServer(routes: Routes): Sent[] {
  const log: Sent[] = [];
  vi.spyOn(globalThis, "fetch").mockImplementation(async (input) => {
    const request = input as Request;
    const url = new URL(request.url);
    const text = await request.text();
    const sent: Sent = {
      method: request.method,
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      body: text ? JSON.parse(text) : undefined,
    };
    log.push(sent);
    const route = routes[`${sent.method} ${sent.path}`] ?? { status: 404, body: { title: "Not found" } };
    const { status = 200, body } = typeof route === "function" ? route(sent) : route;
    return new Response(body === undefined ? null : JSON.stringify(body), {
      status,
      headers: { "Content-Type": status < 400 ? "application/json" : "application/problem+json" },
    });
  });
  return log;
}
