import { useState } from "react";
import type { RecordType } from "@/shared/api/types";
import { recordTypes } from "@/shared/lib/recordTypes";
import { load } from "@/shared/lib/storage";

/** The types of which a draft for this dog waits on the device. */
export function useDrafts(dogId: string): Set<RecordType> {
  const [found] = useState(
    () => new Set(recordTypes.filter((type) => load(`draft.${dogId}.${type}`) !== undefined)),
  );
  return found;
}
