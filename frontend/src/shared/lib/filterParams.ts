// What filters of records keep in the address, read so that whatever else stands there is passed over.
import type { RecordType } from "../api/types";
import { recordTypes } from "./recordTypes";

const day = /^\d{4}-\d{2}-\d{2}$/;

/** A local day "2026-11-23". */
export function dayParam(params: URLSearchParams, name: string): string | undefined {
  const value = params.get(name);
  return value && day.test(value) ? value : undefined;
}

export const typeParams = (params: URLSearchParams): RecordType[] =>
  params.getAll("type").filter((type): type is RecordType => recordTypes.includes(type as RecordType));
