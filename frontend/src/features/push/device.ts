// This browser as a device that notifications go to. What it needs is not everywhere: https (or this machine), a service
// worker and a push service; on iPhone and iPad only once the app is on the home screen.

export type PushSupport = "possible" | "install-first" | "denied" | "unsupported";

const isApple = () =>
  /iPhone|iPad/.test(navigator.userAgent) ||
  (navigator.userAgent.includes("Macintosh") && navigator.maxTouchPoints > 1);

export function pushSupport(): PushSupport {
  if ("serviceWorker" in navigator && "PushManager" in window && "Notification" in window) {
    return Notification.permission === "denied" ? "denied" : "possible";
  }
  const installed = window.matchMedia?.("(display-mode: standalone)").matches;
  return isApple() && !installed ? "install-first" : "unsupported";
}

const bytesOf = (base64url: string) =>
  Uint8Array.from(atob(base64url.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));

const hexOf = (bytes: ArrayBuffer) =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");

/** The id that the server gives the subscription: the beginning of the endpoint's SHA-256. */
export async function idOf(endpoint: string): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(endpoint));
  return hexOf(hash).slice(0, 32);
}

/** What this browser is subscribed by, if it is. */
export async function currentSubscription(): Promise<PushSubscription | null> {
  if (pushSupport() !== "possible") return null;
  const registration = await navigator.serviceWorker.getRegistration();
  return (await registration?.pushManager.getSubscription()) ?? null;
}

export class PermissionRefused extends Error {}

/** Asks the person, then the browser's push service. Throws PermissionRefused when the person says no. */
export async function subscribe(serverKey: string): Promise<PushSubscription> {
  if ((await Notification.requestPermission()) !== "granted") throw new PermissionRefused();
  await navigator.serviceWorker.register("/sw.js");
  const { pushManager } = await navigator.serviceWorker.ready;
  const options = { userVisibleOnly: true, applicationServerKey: bytesOf(serverKey) };
  try {
    return await pushManager.subscribe(options);
  } catch {
    // It may be subscribed by another key of the server, from before.
    await (await pushManager.getSubscription())?.unsubscribe();
    return pushManager.subscribe(options);
  }
}

/** What this browser calls itself, in words. */
export function deviceName(): string {
  const agent = navigator.userAgent;
  const browser = ["Edg", "OPR", "Firefox", "Chrome", "Safari"].find((name) => agent.includes(name));
  const names: Record<string, string> = { Edg: "Edge", OPR: "Opera" };
  const system = ["iPhone", "iPad", "Android", "Windows", "Macintosh", "Linux"].find((name) =>
    agent.includes(name),
  );
  return [browser && (names[browser] ?? browser), system === "Macintosh" ? "Mac" : system]
    .filter(Boolean)
    .join(", ");
}
