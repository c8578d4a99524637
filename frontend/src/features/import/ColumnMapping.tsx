import { Card, LoadingOverlay, NativeSelect, SimpleGrid, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ColumnMapping as Columns, ImportReport } from "@/shared/api/types";
import { type ImportType, importFields } from "./importFields";

interface ColumnMappingProps {
  type: ImportType;
  report: ImportReport;
  mapping: Columns;
  busy: boolean;
  onChange: (mapping: Columns) => void;
}

export function ColumnMapping({ type, report, mapping, busy, onChange }: ColumnMappingProps) {
  const { t, i18n } = useTranslation();
  const proposed = Object.values(report.mapping).filter((field): field is string => field !== null);
  const fields = [...new Set([...importFields[type], ...proposed])];
  const name = (field: string) =>
    i18n.exists(`import.fields.${field}`)
      ? i18n.t(`import.fields.${field}` as never)
      : i18n.exists(`fields.${field}`)
        ? i18n.t(`fields.${field}` as never)
        : field;
  return (
    <Card component="section" aria-labelledby="import-columns" pos="relative">
      <LoadingOverlay visible={busy} />
      <Title order={2} fz="lg" id="import-columns">
        {t("import.step2")}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {t("import.step2Text")}
      </Text>
      <SimpleGrid cols={{ base: 1, xs: 2, sm: 3 }}>
        {report.columns.map((column) => (
          <NativeSelect
            key={column}
            label={column}
            value={mapping[column] ?? ""}
            onChange={(event) => onChange({ ...mapping, [column]: event.currentTarget.value || null })}
            data={[
              { value: "", label: t("import.leaveOut") },
              ...fields.map((field) => ({ value: field, label: name(field) })),
            ]}
          />
        ))}
      </SimpleGrid>
    </Card>
  );
}
