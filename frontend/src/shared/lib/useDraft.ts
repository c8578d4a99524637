// State that survives a reload: kept in local storage while it is worked on, gone when it is discarded or the person
// signs out.
import { useCallback, useRef, useState } from "react";
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
  const [{ first, restored }] = useState(() => {
    const kept = load<T>(storageKey);
    return { first: kept ?? start(), restored: kept !== undefined };
  });
  const [value, setValue] = useState(first);
  // Two changes in one event build on each other, and each is kept before it is shown.
  const latest = useRef(first);
  const update = useCallback(
    (change: (before: T) => T) => {
      latest.current = change(latest.current);
      save(storageKey, latest.current);
      setValue(latest.current);
    },
    [storageKey],
  );
  const discard = useCallback(() => forget(storageKey), [storageKey]);
  return { value, restored, update, discard };
}
