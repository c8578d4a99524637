import { Button, Card, Progress, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ImportReport } from "@/shared/api/types";

interface ApplyImportProps {
  report: ImportReport;
  busy: boolean;
  applying: boolean;
  onApply: () => void;
}

export function ApplyImport({ report, busy, applying, onApply }: ApplyImportProps) {
  const { t } = useTranslation();
  const fresh = report.valid - report.duplicates;
  return (
    <Card component="section" aria-labelledby="import-apply">
      <Title order={2} fz="lg" mb="xs" id="import-apply">
        {t("import.step3")}
      </Title>
      <Text role="status" mb="sm">
        {t("import.summary", { rows: report.rows, valid: report.valid, duplicates: report.duplicates })}
      </Text>
      {applying ? (
        <>
          <Text size="sm" mb={6} role="status">
            {t("import.applying", { count: report.rows })}
          </Text>
          <Progress value={100} animated striped aria-label={t("import.applying", { count: report.rows })} />
        </>
      ) : (
        <Button disabled={busy || report.errors.length > 0 || fresh <= 0} onClick={onApply}>
          {t("import.apply", { count: Math.max(0, fresh) })}
        </Button>
      )}
      {report.errors.length > 0 && (
        <Text size="sm" c="dimmed" mt="xs">
          {t("import.fixFirst")}
        </Text>
      )}
    </Card>
  );
}
