// Builds a progress report, shows it as it will be printed, prints it and shares it.
import { Button, Group, Stack } from "@mantine/core";
import { IconPrinter, IconShare } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { managesCircle } from "@/shared/lib/access";
import { useDog } from "@/shared/lib/dogContext";
import { Page } from "@/shared/ui/Page";
import { ErrorState, ListSkeleton } from "@/shared/ui/states";
import { ReportBuilder } from "./ReportBuilder";
import { ReportSheet } from "./ReportSheet";
import { useReport } from "./report.queries";
import { ShareReportDialog } from "./ShareReportDialog";
import { usePrint } from "./usePrint";
import { useReportChoices } from "./useReportChoices";

export function ReportPage() {
  const { t } = useTranslation();
  const dog = useDog();
  const choices = useReportChoices();
  const report = useReport(dog.id, choices.request);
  const [sharing, setSharing] = useState(false);
  const { printing, print } = usePrint();
  return (
    <Page title={t("report.title")} subtitle={dog.name} back={`/dogs/${dog.id}/progress`} wide>
      <Stack>
        <ReportBuilder choices={choices} />
        <Group data-no-print>
          <Button onClick={print} disabled={!report.data} leftSection={<IconPrinter size={18} aria-hidden />}>
            {t("report.print")}
          </Button>
          {managesCircle(dog) && (
            <Button
              variant="light"
              onClick={() => setSharing(true)}
              leftSection={<IconShare size={18} aria-hidden />}
            >
              {t("report.share")}
            </Button>
          )}
        </Group>
        {report.isError ? (
          <ErrorState error={report.error} retry={() => report.refetch()} />
        ) : report.data ? (
          <ReportSheet report={report.data} paper={choices.paper} printing={printing} />
        ) : (
          <ListSkeleton rows={3} height={220} />
        )}
      </Stack>
      {sharing && <ShareReportDialog request={choices.request} onClose={() => setSharing(false)} />}
    </Page>
  );
}
