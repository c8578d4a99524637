import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { forgetEverything } from "@/shared/lib/storage";
import { dropUpload, pauseUpload, resumeUpload, sendFiles, uploads } from "./uploads";

// What tus-js-client is told and asked; its own transport is tried in a browser (tests/e2e).
interface Options {
  endpoint: string;
  metadata: Record<string, string>;
  onProgress: (sent: number) => void;
  onSuccess: () => void;
  onError: (error: Error) => void;
  onShouldRetry: (error: Error) => boolean;
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
  start = () => this.calls.push("start");
  abort = async (forever = false) => void this.calls.push(forever ? "terminate" : "abort");
}
vi.mock("tus-js-client", () => ({ Upload: FakeUpload }));

const file = (name: string) =>
  new File(["1234"], name, { type: "image/jpeg", lastModified: 1_700_000_000_000 });
const states = () => uploads.list().map(({ name, state }) => `${name} ${state}`);
const upload = (at: number) => made[at] as FakeUpload;
const answered = (status: number, body: string) =>
  Object.assign(new Error("refused"), { originalResponse: { getStatus: () => status, getBody: () => body } });

beforeEach(() => {
  made.length = 0;
});
afterEach(() => forgetEverything());

test("sends two at a time, each with what it belongs to", async () => {
  const done = vi.fn();
  sendFiles([file("a.jpg"), file("b.jpg"), file("c.jpg")], { dogId: "d-1", recordId: "n-1" }, done);
  await vi.waitFor(() => expect(made.map(({ calls }) => calls)).toEqual([["start"], ["start"]]));
  expect(states()).toEqual(["a.jpg sending", "b.jpg sending", "c.jpg waiting"]);
  expect(upload(0).options.endpoint).toMatch(/\/v1\/dogs\/d-1\/uploads$/);
  expect(upload(0).options.metadata).toMatchObject({ filetype: "image/jpeg", recordId: "n-1" });
  expect(new Date(upload(0).options.metadata.occurredAt ?? "").getTime()).toBe(1_700_000_000_000);

  upload(0).options.onProgress(3);
  expect(uploads.list()[0]?.sent).toBe(3);
  upload(0).url = "http://x/v1/dogs/d-1/uploads/p-1";
  upload(0).options.onSuccess();
  expect(done).toHaveBeenCalledWith("p-1");
  await vi.waitFor(() => expect(made).toHaveLength(3));
  expect(states()).toEqual(["a.jpg done", "b.jpg sending", "c.jpg sending"]);
});

test("pauses and goes on, and starts again where an earlier visit stopped", async () => {
  sendFiles([file("before.jpg")], { dogId: "d-1" }, () => {});
  await vi.waitFor(() => expect(made[0]?.calls).toEqual(["resume", "start"]));
  const key = uploads.list()[0]?.key ?? "";
  pauseUpload(key);
  expect(states()).toEqual(["before.jpg paused"]);
  resumeUpload(key);
  await vi.waitFor(() => expect(upload(0).calls).toEqual(["resume", "start", "abort", "start"]));
});

test("says why the server refused a file, and tries again on demand", async () => {
  sendFiles([file("a.jpg")], { dogId: "d-1" }, () => {});
  await vi.waitFor(() => expect(made[0]?.calls).toEqual(["start"]));
  const refusal = answered(415, '{"detail":"This is no photo."}');
  expect(upload(0).options.onShouldRetry(refusal)).toBe(false);
  expect(upload(0).options.onShouldRetry(answered(503, ""))).toBe(true);
  expect(upload(0).options.onShouldRetry(new Error("no network"))).toBe(true);
  upload(0).options.onError(refusal);
  expect(uploads.list()[0]).toMatchObject({ state: "failed", error: "This is no photo." });
  resumeUpload(uploads.list()[0]?.key ?? "");
  await vi.waitFor(() => expect(made[1]?.calls).toEqual(["start"]));
});

test("a cancelled file is forgotten by the server too, and all are when somebody signs out", async () => {
  sendFiles([file("a.jpg"), file("b.jpg")], { dogId: "d-1" }, () => {});
  await vi.waitFor(() => expect(made[1]?.calls).toEqual(["start"]));
  dropUpload(uploads.list()[0]?.key ?? "");
  expect(upload(0).calls).toEqual(["start", "terminate"]);
  localStorage.setItem("tus::x", "{}");
  forgetEverything();
  expect(uploads.list()).toEqual([]);
  expect(upload(1).calls).toEqual(["start", "abort"]);
  expect(localStorage.getItem("tus::x")).toBeNull();
});
