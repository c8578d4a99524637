// Parts of the app that are fetched when they are first needed.
import { backoff } from "./backoff";

const mostTries = 3;

/** What `load` imports, tried again when it could not be fetched. A failure is not remembered: ask again later. */
export async function loadPart<T>(load: () => Promise<T>): Promise<T> {
  for (let failures = 0; ; failures++) {
    try {
      return await load();
    } catch (error) {
      if (failures + 1 === mostTries) throw error;
      await new Promise((resolve) => setTimeout(resolve, backoff(failures)));
    }
  }
}
