// When to sync: when asked, again after a failure with growing waits, at once when the network or the page comes back.
import { ApiError, isStatus } from "../api/problem";
import { backoff } from "../lib/backoff";

export type Phase = "idle" | "syncing" | "offline" | "failed" | "signed-out";

export class SyncLoop {
  readonly #round: () => Promise<void>;
  readonly #onPhase: (phase: Phase) => void;
  #phase: Phase = "idle";
  #failures = 0;
  #running = false;
  #askedAgain = false;
  #ended = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(round: () => Promise<void>, onPhase: (phase: Phase) => void) {
    this.#round = round;
    this.#onPhase = onPhase;
  }

  get phase(): Phase {
    return this.#phase;
  }

  start(): void {
    window.addEventListener("online", this.ask);
    window.addEventListener("offline", this.#offline);
    document.addEventListener("visibilitychange", this.#visible);
    this.ask();
  }

  stop(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
    window.removeEventListener("online", this.ask);
    window.removeEventListener("offline", this.#offline);
    document.removeEventListener("visibilitychange", this.#visible);
  }

  /** Syncs now; when that is going on, once more afterwards. */
  ask = (): void => {
    if (this.#ended) return;
    clearTimeout(this.#timer);
    this.#askedAgain = true;
    if (!this.#running) void this.#run();
  };

  #visible = () => {
    if (document.visibilityState === "visible") this.ask();
  };

  #offline = () => this.#enter("offline");

  #enter(phase: Phase): void {
    if (this.#ended || this.#phase === phase) return;
    this.#phase = phase;
    this.#onPhase(phase);
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#askedAgain && !this.#ended) {
      this.#askedAgain = false;
      // An attempt without a network fails by itself; until then it is not called syncing.
      if (navigator.onLine) this.#enter("syncing");
      try {
        await this.#round();
        this.#failures = 0;
        if (!this.#askedAgain) this.#enter("idle");
      } catch (error) {
        this.#failed(error);
      }
    }
    this.#running = false;
  }

  #failed(error: unknown): void {
    // Anything else than an answer or its absence is a mistake of ours: said aloud, and tried again all the same.
    if (!(error instanceof ApiError)) reportError(error);
    if (isStatus(error, 401)) {
      this.#enter("signed-out");
      return;
    }
    this.#enter(isStatus(error, 0) ? "offline" : "failed");
    const retryAfter = isStatus(error, 429, 503) ? error.retryAfter : undefined;
    this.#timer = setTimeout(this.ask, backoff(this.#failures++, { retryAfter }));
  }
}
