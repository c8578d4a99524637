// One file on its way by the tus protocol, with tus-js-client: what a failure means, and how it goes on after one.
import type { DetailedError, HttpRequest, HttpResponse, Upload, UploadOptions } from "tus-js-client";
import type { Pace } from "./pace";

/** An answer after which the same can succeed later, or a question that got no usable answer. */
class Refused extends Error {
  readonly response: HttpResponse;

  constructor(response: HttpResponse) {
    super(`HTTP ${response.getStatus()}`);
    this.response = response;
  }
}

export interface Failure {
  /** Whether another try can help: nobody answered, or the server asks for patience. */
  passing: boolean;
  /** Seconds that the server asks for. */
  retryAfter?: number | undefined;
  /** The server's words; empty when it could not be reached. */
  reason: string;
}

const passing = (status: number) =>
  [0, 408, 409, 423, 425, 429].includes(status) || (status >= 500 && status !== 501);

// What the server no longer knows is sent anew.
const isGone = (status: number) => status === 404 || status === 410;

/**
 * The options by which pieces keep to `pace`. tus-js-client itself takes any failure to tell how far a file is for a
 * reason to begin it anew, and waits always for the same times: both are decided here and by who starts it again.
 */
export function paced(pace: Pace, upload: () => Upload | undefined): Partial<UploadOptions> {
  let began = 0;
  return {
    chunkSize: pace.bytesOfNew,
    retryDelays: [],
    onBeforeRequest: () => {
      began = performance.now();
    },
    onAfterResponse: (request: HttpRequest, response: HttpResponse) => {
      const status = response.getStatus();
      if (request.getMethod() === "HEAD" && status >= 300 && !isGone(status)) throw new Refused(response);
    },
    onChunkComplete: (bytes, sent, size) => {
      // With the last piece the server also looks at the whole file.
      if (sent !== size) pace.arrived(bytes, performance.now() - began);
      const running = upload();
      if (running) running.options.chunkSize = pace.bytes;
    },
  };
}

export function failureOf(error: Error | DetailedError): Failure {
  const response = responseOf(error);
  const retryAfter = Number(response?.getHeader("Retry-After")) || undefined;
  return { passing: passing(response?.getStatus() ?? 0), retryAfter, reason: reasonOf(response) };
}

function responseOf(error: Error | DetailedError): HttpResponse | undefined {
  if (!("originalResponse" in error)) return undefined;
  if (error.originalResponse) return error.originalResponse;
  return error.causingError instanceof Refused ? error.causingError.response : undefined;
}

function reasonOf(response: HttpResponse | undefined): string {
  try {
    return String((JSON.parse(response?.getBody() || "{}") as { detail?: unknown }).detail ?? "");
  } catch {
    return "";
  }
}
