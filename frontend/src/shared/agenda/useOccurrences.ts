import { useEffect, useState } from "react";
import type { DogRecord } from "../api/types";
import { type Occurrence, occurrencesIn } from "./occurrences";

/** What takes place between the two; undefined until it is known. While it changes, what was known before. */
export function useOccurrences(records: DogRecord[], from: Date, to: Date): Occurrence[] | undefined {
  const [found, setFound] = useState<Occurrence[]>();
  const first = from.getTime();
  const last = to.getTime();
  useEffect(() => {
    let left = false;
    void occurrencesIn(records, new Date(first), new Date(last)).then((occurrences) => {
      if (!left) setFound(occurrences);
    });
    return () => {
      left = true;
    };
  }, [records, first, last]);
  return found;
}
