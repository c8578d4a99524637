// The WebSocket that tells which dogs have news. It comes back by itself when the connection is lost.
import { backoff } from "../lib/backoff";
import type { components } from "./schema";

export type LiveMessage = components["schemas"]["LiveMessage"];

export interface LiveListener {
  heard: (message: LiveMessage) => void;
  /** Connected, after a gap in which anything may have happened: what was fetched before may be old. */
  connected: () => void;
  signedOut: () => void;
}

const sessionOver = 4401;
const longestWait = 30_000;

/** Listens until the returned function is called. */
export function listenLive(listener: LiveListener): () => void {
  let socket: WebSocket | undefined;
  let timer: number | undefined;
  let failures = 0;
  let ended = false;

  const connect = () => {
    window.clearTimeout(timer);
    if (ended || (socket && socket.readyState <= WebSocket.OPEN)) return;
    socket = new WebSocket(`${window.location.origin.replace(/^http/, "ws")}/v1/live`);
    socket.onopen = () => {
      failures = 0;
      listener.connected();
    };
    socket.onmessage = ({ data }) => listener.heard(JSON.parse(data) as LiveMessage);
    socket.onclose = ({ code }) => {
      if (ended) return;
      if (code === sessionOver) {
        listener.signedOut();
        return;
      }
      timer = window.setTimeout(connect, backoff(failures++, { longest: longestWait }));
    };
  };

  const soon = () => {
    if (navigator.onLine && document.visibilityState === "visible") connect();
  };
  window.addEventListener("online", soon);
  document.addEventListener("visibilitychange", soon);
  connect();

  return () => {
    ended = true;
    window.clearTimeout(timer);
    window.removeEventListener("online", soon);
    document.removeEventListener("visibilitychange", soon);
    socket?.close();
  };
}
