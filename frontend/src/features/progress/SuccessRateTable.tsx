import { Anchor, Table } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { SuccessRatePoint, Target } from "@/shared/api/types";
import { formatDayAndTime } from "@/shared/lib/time";

interface SuccessRateTableProps {
  dogId: string;
  target: Target;
  points: SuccessRatePoint[];
}

export function SuccessRateTable({ dogId, target, points }: SuccessRateTableProps) {
  const { t } = useTranslation();
  const percent = ({ percent, reason }: SuccessRatePoint) =>
    percent === null ? t(`progress.reason.${reason ?? "unknown"}`) : `${percent.toFixed(0)} %`;
  return (
    <Table.ScrollContainer
      minWidth={520}
      tabIndex={0}
      role="region"
      aria-label={t("progress.tableOf", { name: target.name })}
    >
      <Table striped captionSide="top">
        <Table.Caption>{t("progress.tableOf", { name: target.name })}</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("progress.column.session")}</Table.Th>
            <Table.Th>{t("progress.column.step")}</Table.Th>
            <Table.Th ta="right">{t("progress.column.trials")}</Table.Th>
            <Table.Th ta="right">{t("progress.column.correct")}</Table.Th>
            <Table.Th ta="right">{t("progress.independent")}</Table.Th>
            <Table.Th ta="right">{t("progress.prompted")}</Table.Th>
            <Table.Th ta="right">{t("progress.column.percent")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {points.toReversed().map((point) => (
            <Table.Tr key={`${point.sessionId} ${point.step}`}>
              <Table.Td>
                <Anchor component={Link} to={`/dogs/${dogId}/records/${point.sessionId}`} size="sm">
                  {formatDayAndTime(new Date(point.at))}
                </Anchor>
              </Table.Td>
              <Table.Td>{point.step === undefined ? "–" : point.step + 1}</Table.Td>
              <Table.Td ta="right">{point.trials}</Table.Td>
              <Table.Td ta="right">{point.correct}</Table.Td>
              <Table.Td ta="right">{point.independentCorrect}</Table.Td>
              <Table.Td ta="right">{point.promptedCorrect}</Table.Td>
              <Table.Td ta="right">{percent(point)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
