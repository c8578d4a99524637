// What the dog weighs now, and how that went.
import { Group, Text } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { FigureChart } from "@/shared/figures/FigureChart";
import { FigureTable } from "@/shared/figures/FigureTable";
import { weights } from "@/shared/figures/records";
import { useDog } from "@/shared/lib/dogContext";
import { formatDay } from "@/shared/lib/time";
import { formatWeight } from "@/shared/lib/weight";
import { HealthPart } from "./HealthPart";
import { useHealthRecords } from "./health.queries";

/** In the table; the picture shows all. */
const mostRows = 10;

export function WeightsPart() {
  const { t } = useTranslation();
  const dog = useDog();
  const { records, ...query } = useHealthRecords(dog.id, "weight");
  const view = useMemo(() => {
    const points = records.map(({ occurredAt, kilograms }) => ({ at: occurredAt, kilograms })).reverse();
    return weights(points, t);
  }, [records, t]);
  const [last, before] = records;
  const change = last && before ? last.kilograms - before.kilograms : 0;
  return (
    <HealthPart
      type="weight"
      title={t("health.weights")}
      addLabel={t("health.addWeight")}
      empty={t("health.noWeights")}
      query={query}
      count={records.length}
    >
      {last && (
        <Group align="baseline" gap="sm">
          <Text fz="2.2rem" fw={800} lh={1.1}>
            {formatWeight(last.kilograms)}
          </Text>
          <Text c="dimmed">
            {formatDay(new Date(last.occurredAt))}
            {before &&
              ` · ${t("health.change", { change: `${change > 0 ? "+" : ""}${formatWeight(change)}`, day: formatDay(new Date(before.occurredAt)) })}`}
          </Text>
        </Group>
      )}
      {records.length > 1 && (
        <>
          <FigureChart view={view} />
          <FigureTable view={{ ...view, rows: [...view.rows].reverse().slice(0, mostRows) }} />
        </>
      )}
    </HealthPart>
  );
}
