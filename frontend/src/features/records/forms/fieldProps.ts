import type { NewRecordOf, RecordType } from "@/shared/api/types";

/** What every group of fields gets: the value, where changes go, and what is wrong by form path. */
export interface FieldProps<T extends RecordType> {
  value: NewRecordOf<T>;
  onChange: (change: Partial<NewRecordOf<T>>) => void;
  errors: Record<string, string>;
}
