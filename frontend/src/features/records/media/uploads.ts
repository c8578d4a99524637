// Files on their way to the server. They go on while one leafs through the app; a file that was interrupted, even by a
// closed page, goes on where it stood when it is chosen again (the tus protocol, by tus-js-client).
import type { Upload, UploadOptions } from "tus-js-client";
import { backoff } from "@/shared/lib/backoff";
import { loadPart } from "@/shared/lib/loadPart";
import { onForget } from "@/shared/lib/storage";
import { toRfc3339 } from "@/shared/lib/time";
import { Pace } from "./pace";
import { type Failure, failureOf, paced } from "./tusUpload";

export interface FileUpload {
  key: string;
  dogId: string;
  /** The record it is for; absent: the dog. */
  recordId?: string;
  name: string;
  size: number;
  sent: number;
  state: "waiting" | "sending" | "paused" | "failed" | "done";
  /** Why it failed, in the server's words; empty when it could not be reached. */
  error?: string;
  /** The attachment's id, when it is done. */
  attachmentId?: string;
}

interface Running {
  shown: FileUpload;
  file: File;
  upload?: Upload;
  preparing?: boolean;
  /** Since anything of it arrived. */
  failures: number;
  /** Until it is tried again. */
  timer?: ReturnType<typeof setTimeout> | undefined;
  onDone: (attachmentId: string) => void;
}

// Without anything that arrives in between: some minutes. Then it waits for whoever sends it.
const mostFailures = 8;

// What is known of the line, of all files.
let pace = new Pace();

const all = new Map<string, Running>();
const listeners = new Set<() => void>();
let snapshot: FileUpload[] = [];
let counter = 0;

export const uploads = {
  subscribe(listener: () => void) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  list: () => snapshot,
};

function show(running: Running, change: Partial<FileUpload>): void {
  running.shown = { ...running.shown, ...change };
  publish();
}

function publish(): void {
  snapshot = [...all.values()].map(({ shown }) => shown);
  for (const listener of listeners) listener();
}

/** `onDone` is told the new attachment's id. */
export function sendFiles(
  files: File[],
  { dogId, recordId }: { dogId: string; recordId?: string },
  onDone: (attachmentId: string) => void,
): void {
  for (const file of files) {
    counter += 1;
    const key = `upload-${counter}`;
    const shown: FileUpload = {
      key,
      dogId,
      recordId,
      name: file.name,
      size: file.size,
      sent: 0,
      state: "waiting",
    };
    all.set(key, { shown, file, failures: 0, onDone });
  }
  publish();
  startNext();
}

export function pauseUpload(key: string): void {
  const running = all.get(key);
  if (!running) return;
  stop(running);
  show(running, { state: "paused" });
  startNext();
}

export function resumeUpload(key: string): void {
  const running = all.get(key);
  if (!running) return;
  running.failures = 0;
  show(running, { state: "waiting", error: undefined });
  startNext();
}

/** Takes it off the list; what is not done is forgotten by the server too. */
export function dropUpload(key: string): void {
  const running = all.get(key);
  if (!running) return;
  all.delete(key);
  clearTimeout(running.timer);
  // The server forgets it by itself after a day when it cannot be told now.
  if (running.shown.state !== "done") void running.upload?.abort(true).catch(() => {});
  publish();
  startNext();
}

// When somebody signs out: the next one at this device has nothing to do with it.
onForget(() => {
  for (const running of all.values()) stop(running);
  all.clear();
  pace = new Pace();
  publish();
});

// What waits to be tried again need not wait any longer.
window.addEventListener("online", () => {
  for (const running of all.values()) if (running.timer !== undefined) void start(running);
});

function stop(running: Running): void {
  clearTimeout(running.timer);
  running.timer = undefined;
  void running.upload?.abort();
}

// On a slow line one after the other: two at once would both take too long.
function startNext(): void {
  const sending = [...all.values()].filter(({ shown }) => shown.state === "sending").length;
  const waiting = [...all.values()].filter(({ shown }) => shown.state === "waiting");
  const atOnce = pace.fast ? 2 : 1;
  for (const running of waiting.slice(0, Math.max(0, atOnce - sending))) void start(running);
}

async function start(running: Running): Promise<void> {
  clearTimeout(running.timer);
  running.timer = undefined;
  show(running, { state: "sending" });
  if (running.preparing) return; // Paused and resumed meanwhile.
  try {
    running.preparing = true;
    running.upload ??= await prepare(running);
  } catch {
    failed(running, { passing: true, reason: "" });
    return;
  } finally {
    running.preparing = false;
  }
  // It may have been paused or dropped meanwhile.
  if (all.get(running.shown.key)?.shown.state !== "sending") return;
  if (running.failures > 0) running.upload.options.chunkSize = pace.bytes;
  running.upload.start();
}

// The client is fetched with the first file.
async function prepare(running: Running): Promise<Upload> {
  const { Upload } = await loadPart(() => import("tus-js-client"));
  const upload = new Upload(running.file, optionsOf(running));
  const [before] = await upload.findPreviousUploads();
  if (before) upload.resumeFromPreviousUpload(before);
  return upload;
}

function failed(running: Running, { passing, retryAfter, reason }: Failure): void {
  if (all.get(running.shown.key)?.shown.state !== "sending") return;
  if (passing && running.failures < mostFailures) {
    pace.lost();
    running.timer = setTimeout(() => void start(running), backoff(running.failures++, { retryAfter }));
    return;
  }
  running.upload = undefined;
  show(running, { state: "failed", error: reason });
  startNext();
}

function optionsOf(running: Running): UploadOptions {
  const { file, shown } = running;
  // When a phone's photo was taken; not later than now.
  const taken = new Date(Math.min(file.lastModified || Date.now(), Date.now()));
  const options = paced(pace, () => running.upload);
  return {
    ...options,
    endpoint: `${window.location.origin}/v1/dogs/${shown.dogId}/uploads`,
    metadata: {
      filetype: file.type,
      occurredAt: toRfc3339(taken),
      ...(shown.recordId && { recordId: shown.recordId }),
    },
    fingerprint: async () =>
      ["tus", shown.dogId, shown.recordId ?? "", file.name, file.size, file.lastModified].join("-"),
    removeFingerprintOnSuccess: true,
    onProgress: (sent) => show(running, { sent }),
    onChunkComplete: (...piece) => {
      running.failures = 0;
      options.onChunkComplete?.(...piece);
      startNext();
    },
    onError: (error) => failed(running, failureOf(error)),
    onSuccess: () => {
      const attachmentId = running.upload?.url?.split("/").pop() ?? "";
      show(running, { state: "done", sent: file.size, attachmentId });
      running.onDone(attachmentId);
      startNext();
    },
  };
}
