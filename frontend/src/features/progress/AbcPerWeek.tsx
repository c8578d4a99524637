// How often a behavior was written down, week by week.
import { NativeSelect, Skeleton, Stack, Table, Text, Title } from "@mantine/core";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { AbcPerWeek as AbcPerWeekFigures } from "@/shared/api/types";
import { useDog } from "@/shared/lib/dogContext";
import { formatDay, formatShortDay, startOfDay } from "@/shared/lib/time";
import { Chart } from "@/shared/ui/Chart";
import { ErrorState } from "@/shared/ui/states";
import { useChartColors } from "@/shared/ui/useChartColors";
import { type Period, useAbcPerWeek } from "./progress.queries";

export function AbcPerWeek({ period }: { period: Period }) {
  const { t } = useTranslation();
  const dog = useDog();
  const [behavior, setBehavior] = useState<string>();
  const all = useAbcPerWeek(dog.id, undefined, period);
  const weeks = useAbcPerWeek(dog.id, behavior, period);
  const points = weeks.data?.points ?? [];
  const behaviors = all.data?.behaviors ?? [];
  return (
    <Stack component="section" aria-labelledby="abc-per-week" gap="sm">
      <Title order={2} fz="lg" id="abc-per-week">
        {t("progress.abcPerWeek")}
      </Title>
      {behaviors.length > 1 && (
        <NativeSelect
          label={t("fields.behavior")}
          value={behavior ?? ""}
          onChange={(event) => setBehavior(event.currentTarget.value || undefined)}
          data={[
            { value: "", label: t("progress.allBehaviors") },
            ...behaviors.map((item) => ({ value: item.behavior, label: `${item.behavior} (${item.count})` })),
          ]}
        />
      )}
      {weeks.isError ? (
        <ErrorState error={weeks.error} retry={() => weeks.refetch()} />
      ) : weeks.isPending ? (
        <Skeleton h={280} radius="lg" />
      ) : points.length === 0 ? (
        <Text c="dimmed">{t("progress.noAbc")}</Text>
      ) : (
        <>
          <WeekChart points={points} />
          <WeekTable points={points} />
        </>
      )}
    </Stack>
  );
}

function WeekChart({ points }: { points: AbcPerWeekFigures["points"] }) {
  const { t } = useTranslation();
  const colors = useChartColors();
  const option = useMemo(
    () => ({
      grid: { left: 8, right: 16, top: 16, bottom: 8, containLabel: true },
      tooltip: { trigger: "axis", confine: true },
      xAxis: {
        type: "category",
        data: points.map(({ start }) => formatShortDay(startOfDay(start))),
        axisLabel: { color: colors.axis, hideOverlap: true },
        axisLine: { lineStyle: { color: colors.grid } },
        axisTick: { show: false },
      },
      yAxis: {
        type: "value",
        minInterval: 1,
        axisLabel: { color: colors.axis },
        splitLine: { lineStyle: { color: colors.grid } },
      },
      series: [
        {
          name: t("progress.records"),
          type: "bar",
          barMaxWidth: 36,
          itemStyle: { color: colors.first, borderRadius: [6, 6, 0, 0] },
          data: points.map(({ count }) => count),
        },
      ],
    }),
    [points, colors, t],
  );
  return <Chart label={t("progress.abcChart", { count: points.length })} option={option} />;
}

function WeekTable({ points }: { points: AbcPerWeekFigures["points"] }) {
  const { t } = useTranslation();
  return (
    <Table.ScrollContainer
      minWidth={280}
      mah={320}
      tabIndex={0}
      role="region"
      aria-label={t("progress.abcTable")}
    >
      <Table striped captionSide="top">
        <Table.Caption>{t("progress.abcPerWeek")}</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("progress.column.week")}</Table.Th>
            <Table.Th>{t("progress.column.from")}</Table.Th>
            <Table.Th ta="right">{t("progress.records")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {points.toReversed().map(({ week, start, count }) => (
            <Table.Tr key={week}>
              <Table.Td>{week}</Table.Td>
              <Table.Td>{formatDay(startOfDay(start))}</Table.Td>
              <Table.Td ta="right">{count}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
