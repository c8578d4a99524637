// Files on their way to the server. They go on while one leafs through the app; a file that was interrupted, even by a
// closed page, goes on where it stood when it is chosen again (the tus protocol, by tus-js-client).
import type { DetailedError, Upload } from "tus-js-client";
import { onForget } from "@/shared/lib/storage";
import { toRfc3339 } from "@/shared/lib/time";

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
  onDone: (attachmentId: string) => void;
}

const chunkSize = 4 * 1024 * 1024;
const mostAtOnce = 2;
const retryDelays = [0, 1000, 3000, 5000, 10_000, 20_000];

// Loaded with the first file.
let client: Promise<typeof import("tus-js-client")> | undefined;

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
    all.set(key, { shown, file, onDone });
  }
  publish();
  startNext();
}

export function pauseUpload(key: string): void {
  const running = all.get(key);
  if (!running) return;
  void running.upload?.abort();
  show(running, { state: "paused" });
  startNext();
}

export function resumeUpload(key: string): void {
  const running = all.get(key);
  if (!running) return;
  show(running, { state: "waiting", error: undefined });
  startNext();
}

/** Takes it off the list; what is not done is forgotten by the server too. */
export function dropUpload(key: string): void {
  const running = all.get(key);
  if (!running) return;
  all.delete(key);
  // The server forgets it by itself after a day when it cannot be told now.
  if (running.shown.state !== "done") void running.upload?.abort(true).catch(() => {});
  publish();
  startNext();
}

// When somebody signs out: the next one at this device has nothing to do with it.
onForget(() => {
  for (const { upload } of all.values()) void upload?.abort();
  all.clear();
  publish();
});

function startNext(): void {
  const sending = [...all.values()].filter(({ shown }) => shown.state === "sending").length;
  const waiting = [...all.values()].filter(({ shown }) => shown.state === "waiting");
  for (const running of waiting.slice(0, Math.max(0, mostAtOnce - sending))) void start(running);
}

async function start(running: Running): Promise<void> {
  show(running, { state: "sending" });
  if (!running.upload) {
    client ??= import("tus-js-client");
    const { Upload } = await client;
    running.upload = new Upload(running.file, optionsOf(running));
    const [before] = await running.upload.findPreviousUploads();
    if (before) running.upload.resumeFromPreviousUpload(before);
  }
  // It may have been paused or dropped meanwhile.
  if (all.get(running.shown.key)?.shown.state === "sending") running.upload.start();
}

function optionsOf(running: Running): ConstructorParameters<typeof Upload>[1] {
  const { file, shown } = running;
  // When a phone's photo was taken; not later than now.
  const taken = new Date(Math.min(file.lastModified || Date.now(), Date.now()));
  return {
    endpoint: `${window.location.origin}/v1/dogs/${shown.dogId}/uploads`,
    chunkSize,
    retryDelays,
    metadata: {
      filetype: file.type,
      occurredAt: toRfc3339(taken),
      ...(shown.recordId && { recordId: shown.recordId }),
    },
    fingerprint: async () =>
      ["tus", shown.dogId, shown.recordId ?? "", file.name, file.size, file.lastModified].join("-"),
    removeFingerprintOnSuccess: true,
    onShouldRetry: (error) => {
      const status = statusOf(error);
      return status === 0 || status === 409 || status >= 500;
    },
    onProgress: (sent) => show(running, { sent }),
    onError: (error) => {
      running.upload = undefined;
      show(running, { state: "failed", error: reasonOf(error) });
      startNext();
    },
    onSuccess: () => {
      const attachmentId = running.upload?.url?.split("/").pop() ?? "";
      show(running, { state: "done", sent: file.size, attachmentId });
      running.onDone(attachmentId);
      startNext();
    },
  };
}

const statusOf = (error: Error | DetailedError): number =>
  ("originalResponse" in error && error.originalResponse?.getStatus()) || 0;

function reasonOf(error: Error | DetailedError): string {
  const body = ("originalResponse" in error && error.originalResponse?.getBody()) || "{}";
  try {
    return String((JSON.parse(body) as { detail?: unknown }).detail ?? "");
  } catch {
    return "";
  }
}
