// An answer of the server that is not the one asked for, as an Error that pages can show.
import type { Problem } from "./types";

export class ApiError extends Error {
  /** The HTTP status; 0 when no answer came at all. */
  readonly status: number;
  readonly problem: Partial<Problem>;
  /** Seconds to wait, from Retry-After. */
  readonly retryAfter: number | undefined;

  constructor(status: number, problem: Partial<Problem>, retryAfter?: number) {
    super(problem.detail || problem.title || `HTTP ${status}`);
    this.name = "ApiError";
    this.status = status;
    this.problem = problem;
    this.retryAfter = retryAfter;
  }
}

export function isStatus(error: unknown, ...statuses: number[]): error is ApiError {
  return error instanceof ApiError && statuses.includes(error.status);
}

/** "blocks[0].trials[2].outcome" → "blocks.0.trials.2.outcome", as forms name their fields. */
export function formPath(field: string): string {
  return field.replace(/\[(\d+)\]/g, ".$1");
}

/** The wrong fields of a problem by form path. The first error of a field wins. */
export function fieldErrors(error: unknown): Record<string, string> {
  if (!(error instanceof ApiError)) return {};
  const byField: Record<string, string> = {};
  for (const { field, message } of error.problem.errors ?? []) byField[formPath(field)] ??= message;
  return byField;
}
