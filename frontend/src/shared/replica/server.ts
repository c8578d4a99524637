// The server as the replica needs it.
import { api, unwrap } from "../api/client";
import type { Dog } from "../api/types";
import type { SyncAnswer, SyncRequest } from "./model";

export interface Server {
  sync(request: SyncRequest): Promise<SyncAnswer>;
  /** All dogs that the account may see. */
  dogs(): Promise<Dog[]>;
}

/** Longer than any answer takes; a network that only seems to be there does not hold the line up for ever. */
const patience = 30_000;

export const httpServer: Server = {
  sync: async (body) => {
    const signal = AbortSignal.timeout(patience);
    const answer = await unwrap(api.POST("/v1/sync", { body: body as never, signal }));
    return answer as unknown as SyncAnswer;
  },
  dogs: async () => {
    const dogs: Dog[] = [];
    let cursor: string | undefined;
    do {
      const page = await unwrap(
        api.GET("/v1/dogs", {
          params: { query: { limit: 100, cursor } },
          signal: AbortSignal.timeout(patience),
        }),
      );
      dogs.push(...(page.items as Dog[]));
      cursor = page.next;
    } while (cursor);
    return dogs;
  },
};
