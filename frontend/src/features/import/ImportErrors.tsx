// Every bad cell of the file: where it is and what is wrong with it.
import { Button, Card, Table, Title } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ImportReport } from "@/shared/api/types";
import { WideTable } from "@/shared/ui/WideTable";

const portion = 100;

export function ImportErrors({ report }: { report: ImportReport }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(portion);
  if (report.errors.length === 0) return null;
  return (
    <Card component="section" aria-labelledby="import-errors">
      <Title order={2} fz="lg" mb="xs" id="import-errors" role="alert">
        {t("import.errors", { count: report.errors.length })}
      </Title>
      <WideTable label={t("import.errors", { count: report.errors.length })} minWidth={300} maxHeight={420}>
        <Table striped stickyHeader>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("import.line")}</Table.Th>
              <Table.Th>{t("import.column")}</Table.Th>
              <Table.Th>{t("import.reason")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {report.errors.slice(0, shown).map((error) => (
              <Table.Tr key={`${error.line} ${error.column} ${error.rule} ${error.field}`}>
                <Table.Td>{error.line}</Table.Td>
                <Table.Td>{error.column}</Table.Td>
                <Table.Td>{error.message}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </WideTable>
      {shown < report.errors.length && (
        <Button variant="default" mt="sm" onClick={() => setShown(shown + portion)}>
          {t("import.moreErrors", { count: report.errors.length - shown })}
        </Button>
      )}
    </Card>
  );
}
