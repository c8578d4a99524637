// What can become of what the device keeps: whether the browser may throw it away, and whether there is room.
import { useEffect, useState } from "react";

export type StorageTrouble = "notDurable" | "lowStorage" | undefined;

/** Less free than this, and the next photo or month of records may not fit. */
const scarce = 20_000_000;

/** Asks the browser not to throw the replica away when the disk fills. Some browsers ask the person. */
export async function askToPersist(): Promise<void> {
  try {
    if (!(await navigator.storage?.persisted?.())) await navigator.storage?.persist?.();
  } catch {
    // Then it may be evicted; what was sent is on the server.
  }
}

async function freeBytes(): Promise<number> {
  try {
    const { quota, usage = 0 } = (await navigator.storage?.estimate?.()) ?? {};
    return quota === undefined ? Number.POSITIVE_INFINITY : quota - usage;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

/** `durable`: whether the replica is kept when the page is closed. */
export function useStorageTrouble(durable: boolean): StorageTrouble {
  const [low, setLow] = useState(false);
  useEffect(() => {
    let left = false;
    void freeBytes().then((free) => !left && setLow(free < scarce));
    return () => {
      left = true;
    };
  }, []);
  if (!durable) return "notDurable";
  return low ? "lowStorage" : undefined;
}
