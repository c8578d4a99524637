// The tabs of one account on one device: they tell each other what changed, and one of them syncs.
import type { SyncStatus } from "./replica";
import type { Touched } from "./store";

export type TabMessage =
  | { kind: "changed"; touched: Touched }
  | { kind: "ask" }
  | { kind: "status"; status: SyncStatus }
  | { kind: "dog-gone"; dogId: string }
  | { kind: "wiped" };

export interface Tabs {
  /** To the other tabs. */
  post(message: TabMessage): void;
  listen(listener: (message: TabMessage) => void): void;
  /** Calls `lead` once this tab is the one that syncs. It stays so until it is closed or the page goes. */
  elect(lead: () => void): void;
  close(): void;
}

export class BrowserTabs implements Tabs {
  readonly #name: string;
  readonly #channel: BroadcastChannel;
  readonly #end = new AbortController();
  #resign: (() => void) | undefined;

  constructor(accountId: string) {
    this.#name = `doggy-${accountId}`;
    this.#channel = new BroadcastChannel(this.#name);
  }

  post(message: TabMessage): void {
    if (!this.#end.signal.aborted) this.#channel.postMessage(message);
  }

  listen(listener: (message: TabMessage) => void): void {
    this.#channel.onmessage = ({ data }) => listener(data as TabMessage);
  }

  elect(lead: () => void): void {
    // A page that is not served over https has no locks. Syncing in each tab is then wasteful, but safe.
    if (!navigator.locks) {
      lead();
      return;
    }
    const held = () =>
      new Promise<void>((resolve) => {
        this.#resign = resolve;
        lead();
      });
    navigator.locks.request(this.#name, { signal: this.#end.signal }, held).catch(() => {});
  }

  close(): void {
    this.#end.abort();
    this.#resign?.();
    this.#channel.close();
  }
}

/** The only tab. */
export class OneTab implements Tabs {
  post(): void {}
  listen(): void {}
  elect(lead: () => void): void {
    lead();
  }
  close(): void {}
}
