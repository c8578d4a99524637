// Is this dog getting better? Every chart of the progress API; which one, of what and since when is in the address.
import { Button, NativeSelect, SegmentedControl, Stack } from "@mantine/core";
import { IconChartDots, IconFileText } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { canRead } from "@/shared/lib/access";
import { useDog } from "@/shared/lib/dogContext";
import { toLocalDay } from "@/shared/lib/time";
import { Page } from "@/shared/ui/Page";
import { EmptyState } from "@/shared/ui/states";
import { ChartCard } from "./ChartCard";
import { charts } from "./charts";
import type { Period } from "./progress.queries";

const spans = ["30", "90", "365", "all"] as const;
const sections = ["training", "behavior", "health"] as const;
const overview: readonly string[] = ["success-rate", "abc-per-week"];

function periodOf(span: string): Period {
  if (span === "all") return {};
  const from = new Date();
  from.setDate(from.getDate() - Number(span));
  return { from: toLocalDay(from) };
}

export function ProgressPage() {
  const { t } = useTranslation();
  const dog = useDog();
  const [params, setParams] = useSearchParams();
  const span = spans.find((known) => known === params.get("span")) ?? "90";
  const readable = charts.filter(({ section }) => canRead(dog, section));
  const chosen = readable.find(({ name }) => name === params.get("chart"));
  const shown = chosen ? [chosen] : readable.filter(({ name }) => overview.includes(name));
  const set = (name: string, value: string) =>
    setParams(
      (before) => {
        if (value) before.set(name, value);
        else before.delete(name);
        return before;
      },
      { replace: name === "span" },
    );
  return (
    <Page
      title={t("progress.title")}
      subtitle={dog.name}
      wide
      actions={
        <Button
          component={Link}
          to={`/dogs/${dog.id}/report`}
          variant="light"
          leftSection={<IconFileText size={18} aria-hidden />}
        >
          {t("report.open")}
        </Button>
      }
    >
      <Stack>
        {readable.length > 0 && (
          <NativeSelect
            label={t("progress.which")}
            value={chosen?.name ?? ""}
            onChange={(event) => set("chart", event.currentTarget.value)}
            data={[
              { value: "", label: t("progress.overview") },
              ...sections
                .map((section) => ({
                  group: t(`progress.section.${section}`),
                  items: readable
                    .filter((chart) => chart.section === section)
                    .map(({ name }) => ({ value: name, label: t(`progress.chart.${name}.title`) })),
                }))
                .filter(({ items }) => items.length > 0),
            ]}
          />
        )}
        <SegmentedControl
          aria-label={t("progress.period")}
          value={span}
          onChange={(value) => set("span", value)}
          data={spans.map((value) => ({ value, label: t(`progress.span.${value}`) }))}
          size="md"
          fullWidth
        />
        {shown.map((chart) => (
          <ChartCard key={chart.name} chart={chart} period={periodOf(span)} />
        ))}
        {shown.length === 0 && (
          <EmptyState
            icon={<IconChartDots size={36} />}
            title={t("progress.nothingTitle")}
            text={t("progress.nothingText")}
          />
        )}
      </Stack>
    </Page>
  );
}
