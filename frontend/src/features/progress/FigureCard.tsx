// One figure: picture, table, what it means, and both as files.
import { Alert, Button, Card, Group, List, Skeleton, Stack, Text, Title } from "@mantine/core";
import { IconDownload, IconPhoto, IconTable } from "@tabler/icons-react";
import { type ReactNode, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { downloadCsv, downloadPng } from "@/shared/figures/download";
import { FigureChart } from "@/shared/figures/FigureChart";
import { FigureTable } from "@/shared/figures/FigureTable";
import type { FigureView } from "@/shared/figures/figure";
import { useDog } from "@/shared/lib/dogContext";
import { ErrorState } from "@/shared/ui/states";
import { toastError } from "@/shared/ui/toasts";
import { useChartColors } from "@/shared/ui/useChartColors";
import { MeasureHelp } from "./MeasureHelp";

interface FigureCardProps {
  title: string;
  /** What it means. */
  help: string;
  /** What to record so that there is something to see. */
  empty: string;
  /** Absent: it is being fetched. */
  view: FigureView | undefined;
  error?: unknown;
  retry: () => void;
  /** What is chosen for it. */
  choices?: ReactNode;
  /** Why it is not asked for yet: something is still to be chosen. */
  missing?: string;
}

export function FigureCard({ title, help, empty, view, error, retry, choices, missing }: FigureCardProps) {
  const id = useId();
  return (
    <Card>
      <Stack component="section" aria-labelledby={id} gap="sm">
        <Group justify="space-between" wrap="nowrap" align="flex-start">
          <Title order={2} fz="lg" id={id}>
            {title}
          </Title>
          <MeasureHelp title={title} text={help} />
        </Group>
        {choices}
        {missing ? (
          <Text c="dimmed">{missing}</Text>
        ) : error ? (
          <ErrorState error={error} retry={retry} />
        ) : !view ? (
          <Skeleton h={280} radius="lg" />
        ) : view.rows.length === 0 && !view.reason && !hasOwnFacts(view) ? (
          <Text c="dimmed">{empty}</Text>
        ) : (
          <Figure view={view} title={title} />
        )}
      </Stack>
    </Card>
  );
}

/** A state without any row yet still says something. */
const hasOwnFacts = ({ draw, facts }: FigureView) => !draw && (facts?.length ?? 0) > 0;

function Figure({ view, title }: { view: FigureView; title: string }) {
  const { t } = useTranslation();
  const dog = useDog();
  const colors = useChartColors();
  const picture = useRef<HTMLDivElement>(null);
  const [tableShown, showTable] = useState(true);
  const words = `${dog.name} ${title}`;
  const savePicture = () => {
    const drawing = picture.current?.querySelector("svg");
    if (drawing) void downloadPng(drawing, colors.card, words).catch(toastError);
  };
  const drawn = view.draw !== undefined && view.rows.length > 0;
  return (
    <>
      {view.reason && (
        <Alert color="marigold" variant="light" title={t("progress.notComputable")}>
          {view.reason}
        </Alert>
      )}
      {drawn && (
        <div ref={picture}>
          <FigureChart view={view} />
        </div>
      )}
      {view.facts && view.facts.length > 0 && (
        <List size="sm">
          {view.facts.map((fact) => (
            <List.Item key={fact}>{fact}</List.Item>
          ))}
        </List>
      )}
      {view.rows.length > 0 && (
        <Group gap="xs">
          <Button
            size="xs"
            variant="default"
            aria-expanded={tableShown}
            leftSection={<IconTable size={16} aria-hidden />}
            onClick={() => showTable(!tableShown)}
          >
            {t(tableShown ? "progress.hideTable" : "progress.showTable")}
          </Button>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconDownload size={16} aria-hidden />}
            onClick={() => downloadCsv(view, words)}
          >
            CSV
          </Button>
          {drawn && (
            <Button
              size="xs"
              variant="default"
              leftSection={<IconPhoto size={16} aria-hidden />}
              onClick={savePicture}
            >
              PNG
            </Button>
          )}
        </Group>
      )}
      {tableShown && view.rows.length > 0 && (
        <FigureTable view={view} recordsAt={`/dogs/${dog.id}/records`} />
      )}
    </>
  );
}
