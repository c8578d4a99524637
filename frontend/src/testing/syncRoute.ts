// POST /v1/sync of the fake server.
import type { SyncRequest, SyncResult, SyncWrite } from "@/shared/replica/model";
import { note } from "./examples";

/** Every write is applied, unless `judge` says what else becomes of it. */
export function syncRoute(judge: (write: SyncWrite) => Partial<SyncResult> | undefined = () => undefined) {
  return ({ body }: { body: unknown }) => {
    const { writes = [] } = body as SyncRequest;
    const results = writes.map((write) => {
      const { id, ...fields } = write.record;
      const version = (write.baseVersion ?? 0) + 1;
      const record = { ...note(), seq: version, version, ...fields, id, dogId: write.dogId };
      return { id, status: "applied", record, ...judge(write) };
    });
    return { body: { results, changes: [], cursor: "c", more: false } };
  };
}

/** The writes among what the fake server was sent. */
export const writesIn = (sent: { path: string; body: unknown }[]): SyncWrite[] =>
  sent.filter(({ path }) => path === "/v1/sync").flatMap(({ body }) => (body as SyncRequest).writes ?? []);
