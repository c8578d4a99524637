import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { listenLive } from "./live";

class FakeSocket {
  static readonly OPEN = 1;
  static all: FakeSocket[] = [];
  readyState = 0;
  onopen?: () => void;
  onmessage?: (event: { data: string }) => void;
  onclose?: (event: { code: number }) => void;

  readonly url: string;

  constructor(url: string) {
    this.url = url;
    FakeSocket.all.push(this);
  }
  open() {
    this.readyState = 1;
    this.onopen?.();
  }
  lose(code = 1006) {
    this.readyState = 3;
    this.onclose?.({ code });
  }
  close() {
    this.lose(1000);
  }
}

const listener = { heard: vi.fn(), connected: vi.fn(), signedOut: vi.fn() };
const newest = () => FakeSocket.all.at(-1) as FakeSocket;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", FakeSocket);
  FakeSocket.all = [];
  for (const called of Object.values(listener)) called.mockClear();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("passes on what it hears", () => {
  const stop = listenLive(listener);
  expect(newest().url).toMatch(/^ws:.*\/v1\/live$/);
  newest().open();
  newest().onmessage?.({ data: '{"dogId":"d","seq":4}' });
  expect(listener.heard).toHaveBeenCalledWith({ dogId: "d", seq: 4 });
  expect(listener.connected).toHaveBeenCalledOnce();
  stop();
});

test("comes back after a loss, waiting longer each time, and says so", () => {
  const stop = listenLive(listener);
  newest().open();
  newest().lose();
  vi.advanceTimersByTime(1000);
  expect(FakeSocket.all).toHaveLength(2);
  for (let i = 0; i < 10; i++) {
    newest().lose();
    vi.advanceTimersByTime(30_000);
  }
  expect(FakeSocket.all).toHaveLength(12);
  newest().lose();
  vi.advanceTimersByTime(14_000);
  expect(FakeSocket.all).toHaveLength(12);
  window.dispatchEvent(new Event("online"));
  expect(FakeSocket.all).toHaveLength(13);
  newest().open();
  expect(listener.connected).toHaveBeenCalledTimes(2);
  stop();
});

test("a session that is over is not asked for again", () => {
  const stop = listenLive(listener);
  newest().open();
  newest().lose(4401);
  vi.advanceTimersByTime(60_000);
  expect(listener.signedOut).toHaveBeenCalledOnce();
  expect(FakeSocket.all).toHaveLength(1);
  stop();
});

test("whoever stops is left alone", () => {
  const stop = listenLive(listener);
  newest().open();
  stop();
  vi.advanceTimersByTime(60_000);
  window.dispatchEvent(new Event("online"));
  expect(FakeSocket.all).toHaveLength(1);
});
