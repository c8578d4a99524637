// The account's dogs on this device: read here, written here first, and synced with the server by one of the tabs.
import { ApiError } from "../api/problem";
import type { Account, Dog, DogRecord, RecordType } from "../api/types";
import type { Waiting, Wanted } from "./model";
import { decided, type Person, preview, queued, type Write } from "./outbox";
import type { Server } from "./server";
import { type Range, type ReplicaStore, type Touched, timeKey } from "./store";
import { type Phase, SyncLoop } from "./syncLoop";
import { syncRound } from "./syncRound";
import type { TabMessage, Tabs } from "./tabs";

export interface SyncStatus {
  phase: Phase;
  /** Whether everything was fetched at least once. */
  complete: boolean;
}

export interface Events {
  changed: (touched: Touched) => void;
  status: (status: SyncStatus) => void;
  /** The account may no longer see this dog; nothing of it is here any more. */
  dogGone: (dogId: string) => void;
  /** Somebody signed out in another tab. */
  wiped: () => void;
}

const longestLook = 30_000;
const unreachable = () => new ApiError(0, { title: "The server cannot be reached." });

type Author = Pick<Account, "id" | "name">;
type Listeners = { [E in keyof Events]: Set<Events[E]> };

export class Replica {
  readonly #me: Author;
  readonly #store: ReplicaStore;
  readonly #server: Server;
  readonly #tabs: Tabs;
  readonly #loop: SyncLoop;
  #leads = false;
  #dogsAreOld = true;
  #status: SyncStatus = { phase: "idle", complete: false };
  #lastOrder = 0;
  readonly #listeners: Listeners = {
    changed: new Set(),
    status: new Set(),
    dogGone: new Set(),
    wiped: new Set(),
  };

  constructor(me: Author, store: ReplicaStore, server: Server, tabs: Tabs) {
    this.#me = me;
    this.#store = store;
    this.#server = server;
    this.#tabs = tabs;
    this.#loop = new SyncLoop(
      () => this.#round(),
      (phase) => void this.#announce(phase),
    );
    store.onChange((touched) => {
      this.#emit("changed", touched);
      tabs.post({ kind: "changed", touched });
    });
    tabs.listen((message) => this.#hear(message));
  }

  get durable(): boolean {
    return this.#store.durable;
  }

  get status(): SyncStatus {
    return this.#status;
  }

  /** Begins to sync. Reading and writing need not wait for it. */
  async start(): Promise<void> {
    this.#setStatus({ ...this.#status, complete: await this.#store.complete() });
    this.#tabs.elect(() => {
      this.#leads = true;
      this.#loop.start();
    });
    if (!this.#leads) this.ask();
  }

  stop(): void {
    this.#loop.stop();
    this.#tabs.close();
    this.#store.close();
    for (const listeners of Object.values(this.#listeners)) listeners.clear();
  }

  on<E extends keyof Events>(event: E, listener: Events[E]): () => void {
    this.#listeners[event].add(listener);
    return () => this.#listeners[event].delete(listener);
  }

  /** Sends what waits and fetches what is new, now. */
  ask(): void {
    if (this.#leads) this.#loop.ask();
    else this.#tabs.post({ kind: "ask" });
  }

  /** Syncs, and returns when that is done; throws ApiError when it cannot be done now. */
  async fresh(): Promise<void> {
    const done = this.#until(({ phase }) => (phase === "syncing" ? undefined : phase === "idle"));
    this.ask();
    if (!(await done)) throw unreachable();
  }

  /** Returns when everything was fetched once; throws ApiError when that is to come and there is no network. */
  async whenComplete(): Promise<void> {
    if (this.#status.complete || (await this.#store.complete())) return;
    const done = this.#until(({ phase, complete }) => complete || (this.#isStuck(phase) ? false : undefined));
    this.ask();
    if (!(await done)) throw unreachable();
  }

  /** The first judgment that `judge` passes on a status to come; false after a while without one. */
  #until(judge: (status: SyncStatus) => boolean | undefined): Promise<boolean> {
    return new Promise((resolve) => {
      const finish = (outcome: boolean) => {
        clearTimeout(timer);
        off();
        resolve(outcome);
      };
      const timer = setTimeout(() => finish(false), longestLook);
      const off = this.on("status", (status) => {
        const outcome = judge(status);
        if (outcome !== undefined) finish(outcome);
      });
    });
  }

  // Reading

  /** Undefined until they were fetched once. */
  dogs(): Promise<Dog[] | undefined> {
    return this.#store.dogs();
  }

  /** Fetches the dogs anew. */
  async refreshDogs(): Promise<Dog[]> {
    const dogs = await this.#server.dogs();
    await this.#store.update((tx) => tx.setDogs(dogs));
    return dogs;
  }

  /** All that waits for the server, or for the person, in order. */
  async waiting(): Promise<Waiting[]> {
    return (await this.#store.allWaiting()).sort((a, b) => a.order - b.order);
  }

  /** The record with what was changed on this device. */
  async record(dogId: string, id: string): Promise<DogRecord | undefined> {
    const [stored, waiting] = await Promise.all([this.#store.record(id), this.#store.allWaiting()]);
    const one = waiting.find((entry) => entry.id === id);
    const record = one ? preview(one, await this.#author(dogId)) : stored;
    return record?.dogId === dogId ? record : undefined;
  }

  /** Newest first, with what was changed on this device. */
  async range(dogId: string, range: Range): Promise<DogRecord[]> {
    const own = (await this.#store.allWaiting()).filter((one) => one.dogId === dogId);
    const stored = await this.#store.range(dogId, {
      ...range,
      ...(range.limit !== undefined && { limit: range.limit + own.length }),
    });
    if (own.length === 0) return stored;
    const author = await this.#author(dogId);
    const ids = new Set(own.map(({ id }) => id));
    const previews = own
      .map((one) => preview(one, author))
      .filter((record) => record !== undefined)
      .filter((record) => {
        const key = timeKey(record);
        const rightType = range.types.length === 0 || range.types.includes(record.type);
        return rightType && key >= (range.from ?? "") && (range.to === undefined || key < range.to);
      });
    return [...stored.filter(({ id }) => !ids.has(id)), ...previews]
      .sort((a, b) => (timeKey(a) < timeKey(b) ? 1 : -1))
      .slice(0, range.limit);
  }

  all(dogId: string, types: RecordType[] = []): Promise<DogRecord[]> {
    return this.range(dogId, { types });
  }

  // Writing

  /** On the disk when it returns; on its way to the server then. */
  async write(write: Write): Promise<Waiting | undefined> {
    const at = new Date();
    this.#lastOrder = Math.max(this.#lastOrder + 1, at.getTime());
    const now = { order: this.#lastOrder, at: at.toISOString() };
    const entry = await this.#store.update(async (tx) => {
      const before = await tx.waiting(write.id);
      const next = queued(before, write, now);
      if (next) await tx.putWaiting([next]);
      else if (before) await tx.removeWaiting([before]);
      return next;
    });
    this.ask();
    return entry;
  }

  /** The person's decision on a conflict, or another try of what was refused. */
  async decide(id: string, wanted: Wanted): Promise<void> {
    await this.#store.update(async (tx) => {
      const one = await tx.waiting(id);
      if (one) await tx.putWaiting([decided(one, wanted)]);
    });
    this.ask();
  }

  /** Gives up what waits: the record is again what the server says. */
  async discard(id: string): Promise<void> {
    await this.#store.update(async (tx) => {
      const one = await tx.waiting(id);
      if (!one) return;
      await tx.removeWaiting([one]);
      const theirs = one.clash?.theirs;
      if (theirs && !theirs.deleted) await tx.putRecords([theirs as DogRecord]);
    });
    this.ask();
  }

  /**
   * Waits until the write has been judged: undefined when the server has it, else the entry with its conflict or
   * refusal; "later" when there is no answer within `patience` milliseconds or no network.
   */
  judged(
    { id, edit }: Pick<Waiting, "id" | "edit">,
    patience: number,
  ): Promise<Waiting | undefined | "later"> {
    return new Promise((resolve) => {
      const finish = (outcome: Waiting | undefined | "later") => {
        clearTimeout(timer);
        for (const off of offs) off();
        resolve(outcome);
      };
      const look = async () => {
        const one = (await this.#store.allWaiting()).find((entry) => entry.id === id);
        if (one?.state !== "waiting") finish(one);
        else if (one.edit < edit || this.#isStuck()) finish("later");
      };
      const timer = setTimeout(() => finish("later"), patience);
      const offs = [this.on("changed", () => void look()), this.on("status", () => void look())];
      void look();
    });
  }

  #isStuck(phase = this.#status.phase): boolean {
    return !navigator.onLine || ["offline", "failed", "signed-out"].includes(phase);
  }

  // Ends

  /** The account may no longer see this dog. What of it was written here and never sent is kept for its author. */
  async forgetDog(dogId: string): Promise<void> {
    // The pages leave it first: a busy disk does not keep it on the screen.
    this.#emit("dogGone", dogId);
    this.#tabs.post({ kind: "dog-gone", dogId });
    await this.#store.update(async (tx) => {
      await tx.removeRecordsOf(dogId);
      await tx.removeWaiting((await tx.allWaiting()).filter((one) => one.dogId === dogId && one.base));
      const dogs = await tx.dogs();
      if (dogs) await tx.setDogs(dogs.filter(({ id }) => id !== dogId));
    });
  }

  /** Deletes everything that this device keeps of the account. */
  async wipe(): Promise<void> {
    this.#tabs.post({ kind: "wiped" });
    this.#loop.stop();
    await this.#store.destroy();
    this.stop();
  }

  // Syncing

  async #round(): Promise<void> {
    const round = await syncRound(this.#store, (request) => this.#server.sync(request));
    const before = new Set((await this.#store.dogs())?.map(({ id }) => id));
    const strange = [...round.dogIds].some((id) => !before.has(id));
    if (!this.#dogsAreOld && round.removedDogs.size === 0 && !strange) return;
    const now = new Set((await this.refreshDogs()).map(({ id }) => id));
    this.#dogsAreOld = false;
    // Those that are there again came anew, because the account's place with them has changed.
    for (const id of new Set([...before, ...round.removedDogs])) if (!now.has(id)) await this.forgetDog(id);
  }

  async #author(dogId: string): Promise<Person> {
    const dog = (await this.#store.dogs())?.find(({ id }) => id === dogId);
    return { id: this.#me.id, name: this.#me.name, role: dog?.you.role ?? "owner" };
  }

  async #announce(phase: Phase): Promise<void> {
    this.#setStatus({ phase, complete: await this.#store.complete() });
    this.#tabs.post({ kind: "status", status: this.#status });
  }

  #setStatus(status: SyncStatus): void {
    this.#status = status;
    this.#emit("status", status);
  }

  #hear(message: TabMessage): void {
    switch (message.kind) {
      case "changed":
        this.#emit("changed", message.touched);
        return;
      case "ask":
        if (this.#leads) this.#loop.ask();
        return;
      case "status":
        this.#setStatus(message.status);
        return;
      case "dog-gone":
        this.#emit("dogGone", message.dogId);
        return;
      case "wiped":
        this.#emit("wiped");
        return;
    }
  }

  #emit<E extends keyof Events>(event: E, ...args: Parameters<Events[E]>): void {
    for (const listener of this.#listeners[event]) (listener as (...all: unknown[]) => void)(...args);
  }
}
