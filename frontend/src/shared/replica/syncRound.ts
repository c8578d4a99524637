// One exchange with the server after the other, until neither has anything new: what waits goes out, what is new comes
// in. Each answer is taken in one transaction with its cursor, so that a round may be broken off anywhere, an answer
// may be lost, come twice or come late, and the next round makes it good.
import type { DogRecord } from "../api/types";
import type { SyncAnswer, SyncChange, SyncRequest, Waiting } from "./model";
import { asWrite, sendable, sent, settled } from "./outbox";
import type { ReplicaStore, Transaction } from "./store";

/** Throws when there is no answer, or one that is no answer to the request as a whole. */
export type Exchange = (request: SyncRequest) => Promise<SyncAnswer>;

/** Within what the server takes at once: 200 writes, 8 MB. */
const mostWrites = 100;
const mostCharacters = 2_000_000;
/** How often one write is tried in a round: each conflict that solves itself takes another try. */
const mostTries = 4;

export interface Round {
  /** Dogs that are to be forgotten; some of them may have come anew. */
  removedDogs: Set<string>;
  /** Whose records came. */
  dogIds: Set<string>;
}

export async function syncRound(store: ReplicaStore, exchange: Exchange): Promise<Round> {
  const round: Round = { removedDogs: new Set(), dogIds: new Set() };
  const tries = new Map<string, number>();
  for (;;) {
    const { batch, cursor } = await store.update((tx) => claim(tx, tries));
    const answer = await exchange({
      ...(cursor !== undefined && { cursor }),
      ...(batch.length > 0 && { writes: batch.map(asWrite) }),
    });
    await store.update((tx) => absorb(tx, batch, answer));
    for (const change of answer.changes) {
      if ("record" in change) round.dogIds.add(change.dogId);
      else if (!("id" in change)) round.removedDogs.add(change.dogId);
    }
    if (answer.more) continue;
    if (batch.length === 0) return round;
  }
}

/** What to send next. It is noted as perhaps sent before it is. */
async function claim(tx: Transaction, tries: Map<string, number>) {
  const batch: Waiting[] = [];
  let characters = 0;
  for (const one of sendable(await tx.allWaiting())) {
    const tried = tries.get(one.id) ?? 0;
    if (tried >= mostTries) continue;
    characters += JSON.stringify(one.wanted).length;
    if (batch.length > 0 && (batch.length >= mostWrites || characters > mostCharacters)) break;
    tries.set(one.id, tried + 1);
    batch.push(sent(one));
  }
  if (batch.length > 0) await tx.putWaiting(batch);
  return { batch, cursor: await tx.cursor() };
}

async function absorb(tx: Transaction, batch: Waiting[], { results, changes, cursor, more }: SyncAnswer) {
  for (const [index, result] of results.entries()) {
    const was = batch[index];
    const now = was && (await tx.waiting(was.id));
    // Discarded, or settled by an answer to the same write that came before.
    if (!was || !now) continue;
    const next = settled(now, was.edit, result);
    if (next) await tx.putWaiting([next]);
    else await tx.removeWaiting([now]);
    if (result.record) await take(tx, [{ dogId: was.dogId, seq: result.record.seq, record: result.record }]);
  }
  await take(tx, changes);
  await tx.setCursor(cursor, !more);
}

/** Takes changes in their order. */
export async function take(tx: Transaction, changes: SyncChange[]): Promise<void> {
  let run: DogRecord[] = [];
  const flush = async () => {
    if (run.length === 0) return;
    const known = await tx.records(run.map(({ id }) => id));
    // What is here already may be newer than an answer that came late.
    await tx.putRecords(run.filter(({ seq }, index) => seq >= (known[index]?.seq ?? 0)));
    run = [];
  };
  for (const change of changes) {
    if ("record" in change && !change.record.deleted) {
      run.push(change.record as DogRecord);
      continue;
    }
    await flush();
    if ("record" in change) {
      const [known] = await tx.records([change.record.id]);
      if (known && known.seq <= change.seq) await tx.removeRecords(change.dogId, [known.id]);
    } else if ("id" in change) {
      await tx.removeRecords(change.dogId, [change.id]);
    } else {
      await tx.removeRecordsOf(change.dogId);
    }
  }
  await flush();
}
