import type { Account } from "../api/types";
import { MemoryStore } from "./memoryStore";
import { Replica } from "./replica";
import { httpServer } from "./server";
import type { ReplicaStore } from "./store";
import { BrowserTabs } from "./tabs";

/** The account's replica on this device, not yet syncing. Nothing of another account's stays beside it. */
export async function openReplica(me: Pick<Account, "id" | "name">): Promise<Replica> {
  return new Replica(me, await openStore(me.id), httpServer, new BrowserTabs(me.id));
}

async function openStore(accountId: string): Promise<ReplicaStore> {
  try {
    const { DexieStore } = await import("./dexieStore");
    const store = await DexieStore.open(accountId);
    void DexieStore.clearOthers(accountId).catch(() => {});
    return store;
  } catch {
    // Private windows and full disks. The page says that nothing is kept.
    return new MemoryStore();
  }
}
