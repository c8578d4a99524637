// State that survives a reload: kept in local storage while it is worked on, gone when it is discarded or the person
// signs out.
import { useCallback, useState } from "react";
import { forget, load, save } from "./storage";

interface Draft<T> {
  value: T;
  /** Whether it was found on the device rather than started now. */
  restored: boolean;
  update: (change: (before: T) => T) => void;
  discard: () => void;
}

export function useDraft<T>(key: string, start: () => T): Draft<T> {
  const storageKey = `draft.${key}`;
  const [state, setState] = useState(() => {
    const kept = load<T>(storageKey);
    return { value: kept ?? start(), restored: kept !== undefined };
  });
  const update = useCallback(
    (change: (before: T) => T) => {
      setState(({ value, restored }) => {
        const after = change(value);
        save(storageKey, after);
        return { value: after, restored };
      });
    },
    [storageKey],
  );
  const discard = useCallback(() => forget(storageKey), [storageKey]);
  return { ...state, update, discard };
}
