// A report behind a link: for somebody without an account, who may print it.
import { Button, Group, Text, Title } from "@mantine/core";
import { IconPrinter } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Report } from "@/shared/api/types";
import { formatDay } from "@/shared/lib/time";
import { ReportSheet } from "./ReportSheet";
import { usePrint } from "./usePrint";

interface SharedReportProps {
  report: Report;
  sharedBy: string;
  expiresAt: string;
}

export function SharedReport({ report, sharedBy, expiresAt }: SharedReportProps) {
  const { t } = useTranslation();
  const { printing, print } = usePrint();
  return (
    <>
      <div data-no-print>
        <Title order={1} fz="1.5rem">
          {t("report.of", { dog: report.dog.name })}
        </Title>
        <Group justify="space-between" my="sm">
          <Text size="sm" c="dimmed">
            {t("report.sharedBy", { name: sharedBy, day: formatDay(new Date(expiresAt)) })}
          </Text>
          <Button variant="light" onClick={print} leftSection={<IconPrinter size={18} aria-hidden />}>
            {t("report.print")}
          </Button>
        </Group>
      </div>
      <ReportSheet report={report} printing={printing} />
    </>
  );
}
