// The WebSocket that tells which dogs have news. It comes back by itself when the connection is lost.
import type { components } from "./schema";

export type LiveMessage = components["schemas"]["LiveMessage"];

export interface LiveListener {
  heard: (message: LiveMessage) => void;
  /** Connected, after a gap in which anything may have happened: what was fetched before may be old. */
  connected: () => void;
  signedOut: () => void;
}

const sessionOver = 4401;
const firstWait = 1000;
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
      // Half of the wait is chance, so that not everybody returns at once to a server that was restarted.
      const wait = Math.min(longestWait, firstWait * 2 ** failures++) * (0.5 + Math.random() / 2);
      timer = window.setTimeout(connect, wait);
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
