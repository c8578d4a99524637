// From one day to another, both included; either may be left open.
import { SimpleGrid, TextInput } from "@mantine/core";

interface Period {
  /** Local days "2026-11-23". */
  from?: string;
  to?: string;
}

interface PeriodFieldsProps {
  value: Period;
  labels: { from: string; to: string };
  onChange: (change: Period) => void;
}

export function PeriodFields({ value: { from, to }, labels, onChange }: PeriodFieldsProps) {
  return (
    <SimpleGrid cols={2}>
      <TextInput
        type="date"
        label={labels.from}
        max={to}
        value={from ?? ""}
        onChange={(event) => onChange({ from: event.currentTarget.value || undefined })}
      />
      <TextInput
        type="date"
        label={labels.to}
        min={from}
        value={to ?? ""}
        onChange={(event) => onChange({ to: event.currentTarget.value || undefined })}
      />
    </SimpleGrid>
  );
}
