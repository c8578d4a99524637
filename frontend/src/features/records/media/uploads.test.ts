import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { forgetEverything } from "@/shared/lib/storage";
import { dropUpload, pauseUpload, resumeUpload, sendFiles, uploads } from "./uploads";

// What tus-js-client is told and asked; its own transport is tried in a browser (tests/e2e).
interface Answer {
  getStatus: () => number;
  getBody: () => string;
  getHeader: (name: string) => string | undefined;
}
interface Options {
  endpoint: string;
  chunkSize: number;
  metadata: Record<string, string>;
  onBeforeRequest: () => void;
  onAfterResponse: (request: { getMethod: () => string }, response: Answer) => void;
  onChunkComplete: (bytes: number, sent: number, size: number) => void;
  onProgress: (sent: number) => void;
  onSuccess: () => void;
  onError: (error: Error) => void;
}
const made: FakeUpload[] = [];
class FakeUpload {
  url: string | undefined;
  calls: string[] = [];
  readonly file: File;
  readonly options: Options;
  constructor(file: File, options: Options) {
    this.file = file;
    this.options = options;
    made.push(this);
  }
  findPreviousUploads = async () => (this.file.name === "before.jpg" ? [{ url: "there" }] : []);
  resumeFromPreviousUpload = () => this.calls.push("resume");
  start = () => this.calls.push(`start ${this.options.chunkSize}`);
  abort = async (forever = false) => void this.calls.push(forever ? "terminate" : "abort");

  /** A piece arrives, after so many milliseconds. */
  async arrive(bytes: number, milliseconds: number) {
    this.options.onBeforeRequest();
    await vi.advanceTimersByTimeAsync(milliseconds);
    this.options.onChunkComplete(bytes, bytes, this.file.size);
  }
}
vi.mock("tus-js-client", () => ({ Upload: FakeUpload }));
let unreachable = false;
vi.mock("@/shared/lib/loadPart", () => ({
  loadPart: async (load: () => Promise<unknown>) => {
    if (unreachable) throw new TypeError("Failed to fetch dynamically imported module");
    return load();
  },
}));

const file = (name: string) =>
  new File(["1234"], name, { type: "image/jpeg", lastModified: 1_700_000_000_000 });
const states = () => uploads.list().map(({ name, state }) => `${name} ${state}`);
const upload = (at: number) => made[at] as FakeUpload;
const answer = (status: number, body = "", retryAfter?: string): Answer => ({
  getStatus: () => status,
  getBody: () => body,
  getHeader: (name) => (name === "Retry-After" ? retryAfter : undefined),
});
const answered = (...of: Parameters<typeof answer>) =>
  Object.assign(new Error("refused"), { originalResponse: answer(...of) });
const unanswered = () => Object.assign(new Error("no network"), { originalResponse: null });
const settle = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, "random").mockReturnValue(1);
  made.length = 0;
  unreachable = false;
});
afterEach(() => {
  forgetEverything();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

test("sends one after the other, each with what it belongs to", async () => {
  const done = vi.fn();
  sendFiles([file("a.jpg"), file("b.jpg")], { dogId: "d-1", recordId: "n-1" }, done);
  await settle();
  expect(made.map(({ calls }) => calls)).toEqual([["start 65536"]]);
  expect(states()).toEqual(["a.jpg sending", "b.jpg waiting"]);
  expect(upload(0).options.endpoint).toMatch(/\/v1\/dogs\/d-1\/uploads$/);
  expect(upload(0).options.metadata).toMatchObject({ filetype: "image/jpeg", recordId: "n-1" });
  expect(new Date(upload(0).options.metadata.occurredAt ?? "").getTime()).toBe(1_700_000_000_000);

  upload(0).options.onProgress(3);
  expect(uploads.list()[0]?.sent).toBe(3);
  upload(0).url = "http://x/v1/dogs/d-1/uploads/p-1";
  upload(0).options.onSuccess();
  expect(done).toHaveBeenCalledWith("p-1");
  await settle();
  expect(states()).toEqual(["a.jpg done", "b.jpg sending"]);
});

test("on a fast line pieces become large, and two files are sent at once", async () => {
  sendFiles([file("a.jpg"), file("b.jpg"), file("c.jpg")], { dogId: "d-1" }, () => {});
  await settle();
  await upload(0).arrive(65_536, 10);
  expect(upload(0).options.chunkSize).toBe(262_144);
  expect(states()).toEqual(["a.jpg sending", "b.jpg waiting", "c.jpg waiting"]);
  await upload(0).arrive(262_144, 40);
  await settle();
  expect(states()).toEqual(["a.jpg sending", "b.jpg sending", "c.jpg waiting"]);
  expect(upload(1).calls).toEqual(["start 262144"]);
});

test("on a slow line pieces become small", async () => {
  sendFiles([file("a.jpg")], { dogId: "d-1" }, () => {});
  await settle();
  await upload(0).arrive(65_536, 16_000);
  expect(upload(0).options.chunkSize).toBe(16_384);
});

test("pauses and goes on, and starts again where an earlier visit stopped", async () => {
  sendFiles([file("before.jpg")], { dogId: "d-1" }, () => {});
  await settle();
  expect(made[0]?.calls).toEqual(["resume", "start 65536"]);
  const key = uploads.list()[0]?.key ?? "";
  pauseUpload(key);
  expect(states()).toEqual(["before.jpg paused"]);
  resumeUpload(key);
  await settle();
  expect(upload(0).calls).toEqual(["resume", "start 65536", "abort", "start 65536"]);
});

test("is sent once when it is paused and resumed before it has begun", async () => {
  sendFiles([file("a.jpg")], { dogId: "d-1" }, () => {});
  const key = uploads.list()[0]?.key ?? "";
  pauseUpload(key);
  resumeUpload(key);
  await settle();
  expect(made.map(({ calls }) => calls)).toEqual([["start 65536"]]);
});

test("says why the server refused a file, and tries again on demand", async () => {
  sendFiles([file("a.jpg")], { dogId: "d-1" }, () => {});
  await settle();
  upload(0).options.onError(answered(415, '{"detail":"This is no photo."}'));
  expect(uploads.list()[0]).toMatchObject({ state: "failed", error: "This is no photo." });
  resumeUpload(uploads.list()[0]?.key ?? "");
  await settle();
  expect(made[1]?.calls).toEqual(["start 65536"]);
});

test.each([0, 408, 409, 429, 500, 503])("goes on by itself after %i, later each time", async (status) => {
  sendFiles([file("a.jpg")], { dogId: "d-1" }, () => {});
  await settle();
  const fail = () => upload(0).options.onError(status === 0 ? unanswered() : answered(status));
  fail();
  await vi.advanceTimersByTimeAsync(999);
  expect(upload(0).calls).toEqual(["start 65536"]);
  await vi.advanceTimersByTimeAsync(1);
  expect(upload(0).calls).toEqual(["start 65536", "start 16384"]);
  fail();
  await vi.advanceTimersByTimeAsync(1999);
  expect(upload(0).calls).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(1);
  expect(upload(0).calls).toHaveLength(3);
  // What arrives in between counts.
  await upload(0).arrive(1, 1);
  fail();
  await vi.advanceTimersByTimeAsync(1000);
  expect(upload(0).calls).toHaveLength(4);
  expect(states()).toEqual(["a.jpg sending"]);
});

test("gives up after some minutes in which nothing arrives", async () => {
  sendFiles([file("a.jpg"), file("b.jpg")], { dogId: "d-1" }, () => {});
  await settle();
  for (let failures = 0; failures < 9; failures++) {
    upload(0).options.onError(unanswered());
    await vi.advanceTimersByTimeAsync(60_000);
  }
  expect(states()).toEqual(["a.jpg failed", "b.jpg sending"]);
});

test("waits as long as the server asks, and no longer than until the network is back", async () => {
  sendFiles([file("a.jpg")], { dogId: "d-1" }, () => {});
  await settle();
  upload(0).options.onError(answered(503, "", "30"));
  await vi.advanceTimersByTimeAsync(29_999);
  expect(upload(0).calls).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(upload(0).calls).toHaveLength(2);
  upload(0).options.onError(unanswered());
  window.dispatchEvent(new Event("online"));
  await settle();
  expect(upload(0).calls).toHaveLength(3);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(upload(0).calls).toHaveLength(3);
});

test("does not begin a file anew when the server cannot say how far it is", async () => {
  sendFiles([file("a.jpg")], { dogId: "d-1" }, () => {});
  await settle();
  const { onAfterResponse, onError } = upload(0).options;
  const asked = (method: string, status: number) => () =>
    onAfterResponse({ getMethod: () => method }, answer(status, '{"detail":"Sign in."}', "7"));
  for (const status of [200, 404, 410]) expect(asked("HEAD", status)).not.toThrow();
  expect(asked("PATCH", 503)).not.toThrow();
  let thrown: unknown;
  try {
    asked("HEAD", 503)();
  } catch (error) {
    thrown = error;
  }
  onError(Object.assign(new Error("failed to resume"), { originalResponse: null, causingError: thrown }));
  await vi.advanceTimersByTimeAsync(7000);
  expect(upload(0).calls).toHaveLength(2);
  try {
    asked("HEAD", 401)();
  } catch (error) {
    thrown = error;
  }
  onError(Object.assign(new Error("failed to resume"), { originalResponse: null, causingError: thrown }));
  expect(uploads.list()[0]).toMatchObject({ state: "failed", error: "Sign in." });
});

test("a client that could not be fetched is fetched again", async () => {
  unreachable = true;
  sendFiles([file("a.jpg")], { dogId: "d-1" }, () => {});
  await settle();
  expect(states()).toEqual(["a.jpg sending"]);
  unreachable = false;
  await vi.advanceTimersByTimeAsync(1000);
  expect(upload(0).calls).toEqual(["start 16384"]);
});

test("a cancelled file is forgotten by the server too, and all are when somebody signs out", async () => {
  sendFiles([file("a.jpg"), file("b.jpg")], { dogId: "d-1" }, () => {});
  await settle();
  dropUpload(uploads.list()[0]?.key ?? "");
  await settle();
  expect(upload(0).calls).toEqual(["start 65536", "terminate"]);
  localStorage.setItem("tus::x", "{}");
  forgetEverything();
  expect(uploads.list()).toEqual([]);
  expect(upload(1).calls).toEqual(["start 65536", "abort"]);
  expect(localStorage.getItem("tus::x")).toBeNull();
});
