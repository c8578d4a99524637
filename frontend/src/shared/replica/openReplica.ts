import type { Account } from "../api/types";
import { loadPart } from "../lib/loadPart";
import { MemoryStore } from "./memoryStore";
import { Replica } from "./replica";
import { httpServer } from "./server";
import type { ReplicaStore } from "./store";
import { BrowserTabs } from "./tabs";

/**
 * The account's replica on this device, not yet syncing. Nothing of another account's stays beside it. Throws when the
 * part of the app that keeps it cannot be fetched: that is no reason to go on without what the device has.
 */
export async function openReplica(me: Pick<Account, "id" | "name">): Promise<Replica> {
  return new Replica(me, await openStore(me.id), httpServer, new BrowserTabs(me.id));
}

async function openStore(accountId: string): Promise<ReplicaStore> {
  const { DexieStore } = await loadPart(() => import("./dexieStore"));
  try {
    const store = await DexieStore.open(accountId);
    void DexieStore.clearOthers(accountId).catch(() => {});
    return store;
  } catch {
    // Private windows and full disks. The page says that nothing is kept.
    return new MemoryStore();
  }
}
