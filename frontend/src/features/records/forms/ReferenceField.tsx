// A field that names another record of the dog: one is chosen by what it says.
import { NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { DogRecord, RecordType } from "@/shared/api/types";
import { useDog } from "@/shared/lib/dogContext";
import { recordTypeInfo } from "@/shared/lib/recordTypes";
import { formatDayAndTime } from "@/shared/lib/time";
import { useRecordsOfType } from "../records.queries";

interface ReferenceFieldProps {
  label: string;
  description: string | undefined;
  error: string | undefined;
  withAsterisk: boolean;
  type: string;
  value: string;
  onChange: (id: string) => void;
}

/** "Recall", or when there is no such text, when it happened. */
function nameOf(record: DogRecord): string {
  const own = record as unknown as Record<string, unknown>;
  const { fields, required } = recordTypeInfo[record.type];
  const name = required.find((one) => fields[one]?.type === "string" && !fields[one]?.enum);
  return (name && String(own[name])) || formatDayAndTime(new Date(record.occurredAt));
}

export function ReferenceField({ type, value, onChange, ...common }: ReferenceFieldProps) {
  const { t } = useTranslation();
  const dog = useDog();
  const { data: records = [] } = useRecordsOfType(dog.id, type as RecordType);
  const known = records.map((record) => ({ value: record.id, label: nameOf(record) }));
  // What was chosen before may be older than the list reaches.
  const chosen = value && !records.some(({ id }) => id === value) ? [{ value, label: value }] : [];
  return (
    <NativeSelect
      {...common}
      value={value}
      data={[{ value: "", label: t("common.choose") }, ...known, ...chosen]}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
