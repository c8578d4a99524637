// A server in a few lines, for tests: dogs with logs, who may see which, and POST /v1/sync as the real one answers it.
import type { Dog } from "@/shared/api/types";
import type {
  Known,
  SyncAnswer,
  SyncChange,
  SyncRequest,
  SyncResult,
  SyncWrite,
} from "@/shared/replica/model";

interface Line {
  seq: number;
  record: Known;
}

interface Place {
  seq: number;
  grant: number;
}

export class ModelServer {
  readonly #logs = new Map<string, Line[]>();
  readonly #grants = new Map<string, number>();
  #grant = 0;
  readonly pageSize: number;
  /** Every text that was ever written. */
  readonly history = new Set<string>();

  constructor(pageSize = 5) {
    this.pageSize = pageSize;
  }

  admit(account: string, dogId: string): void {
    this.#grants.set(`${account} ${dogId}`, ++this.#grant);
  }

  dismiss(account: string, dogId: string): void {
    this.#grants.delete(`${account} ${dogId}`);
  }

  dogsOf(account: string): Dog[] {
    return this.#dogIds(account).map((id) => ({ id, name: id, version: 1, you: { role: "trainer" } }) as Dog);
  }

  #dogIds(account: string): string[] {
    const prefix = `${account} `;
    return [...this.#grants.keys()]
      .filter((key) => key.startsWith(prefix))
      .map((key) => key.slice(prefix.length))
      .sort();
  }

  /** What the account may see now, by id. */
  visible(account: string): Map<string, Known> {
    const all = this.#dogIds(account).flatMap((dogId) => [...this.#current(dogId).values()]);
    return new Map(all.filter(({ deleted }) => !deleted).map((record) => [record.id, record]));
  }

  #log(dogId: string): Line[] {
    const log = this.#logs.get(dogId) ?? [];
    this.#logs.set(dogId, log);
    return log;
  }

  #current(dogId: string): Map<string, Known> {
    return new Map(this.#log(dogId).map(({ record }) => [record.id, record]));
  }

  sync(account: string, { cursor, writes = [] }: SyncRequest): SyncAnswer {
    const results = writes.map((write) => this.#write(account, write));
    return { results, ...this.#since(account, cursor ? JSON.parse(cursor) : {}) };
  }

  #write(account: string, { dogId, record: sent, baseVersion }: SyncWrite): SyncResult {
    const id = String(sent.id);
    const refuse = (status: number): SyncResult => ({ id, status: "rejected", problem: { status } });
    if (!this.#grants.has(`${account} ${dogId}`)) return refuse(404);
    const now = this.#current(dogId).get(id);
    const { id: _, deleted, ...fields } = sent as Record<string, unknown>;
    if (deleted) {
      if (!now) return refuse(404);
      if (now.deleted) return { id, status: "duplicate", record: now };
    } else {
      if (fields.text === "") return refuse(422);
      const about = fields.about as string | undefined;
      if (about && this.#current(dogId).get(about)?.deleted !== false) return refuse(422);
      const same = (known: Known) => {
        const { text, about, tags } = known as unknown as Record<string, unknown>;
        return (
          JSON.stringify([text, about, tags]) === JSON.stringify([fields.text, fields.about, fields.tags])
        );
      };
      if (now && !now.deleted && same(now)) return { id, status: "duplicate", record: now };
    }
    if (now ? baseVersion !== now.version : baseVersion !== undefined) {
      return { id, status: "conflict", record: now, problem: { status: 412 } };
    }
    const log = this.#log(dogId);
    const common = { id, dogId, version: (now?.version ?? 0) + 1, seq: log.length + 1 };
    const author = now?.author ?? { id: account, name: account, role: "trainer" };
    const at = { occurredAt: "2026-01-01T00:00:00Z", recordedAt: "2026-01-01T00:00:00Z" };
    const content = deleted ? { type: now?.type } : { audience: [], ...fields };
    const record = { ...at, ...common, author, deleted: Boolean(deleted), ...content } as unknown as Known;
    if (!deleted) this.history.add(String(fields.text));
    log.push({ seq: log.length + 1, record });
    return { id, status: "applied", record };
  }

  #since(account: string, before: Record<string, Place>): Omit<SyncAnswer, "results"> {
    const changes: SyncChange[] = [];
    const after: Record<string, Place> = {};
    let more = false;
    const dogIds = this.#dogIds(account);
    for (const dogId of Object.keys(before)) {
      if (!dogIds.includes(dogId)) changes.push({ dogId, removed: true });
    }
    for (const dogId of dogIds) {
      const grant = this.#grants.get(`${account} ${dogId}`) ?? 0;
      const known = before[dogId];
      const stays = known?.grant === grant;
      if (known && !stays) changes.push({ dogId, removed: true });
      const place = { seq: stays && known ? known.seq : 0, grant };
      const log = this.#log(dogId);
      const now = this.#current(dogId);
      while (place.seq < log.length && changes.length < this.pageSize) {
        const line = log[place.seq++];
        if (line && now.get(line.record.id)?.seq === line.seq) {
          changes.push({ dogId, seq: line.seq, record: line.record });
        }
      }
      more ||= place.seq < log.length;
      after[dogId] = place;
    }
    return { changes, cursor: JSON.stringify(after), more };
  }
}
