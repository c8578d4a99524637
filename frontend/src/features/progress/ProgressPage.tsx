import { Card, SegmentedControl, Stack } from "@mantine/core";
import { IconChartDots } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { canRead } from "@/shared/lib/access";
import { useDog } from "@/shared/lib/dogContext";
import { toLocalDay } from "@/shared/lib/time";
import { Page } from "@/shared/ui/Page";
import { EmptyState } from "@/shared/ui/states";
import { AbcPerWeek } from "./AbcPerWeek";
import type { Period } from "./progress.queries";
import { SuccessRate } from "./SuccessRate";

const spans = ["30", "90", "365", "all"] as const;

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
  const period = periodOf(span);
  const training = canRead(dog, "training");
  const behavior = canRead(dog, "behavior");
  const set = (name: string, value: string) =>
    setParams(
      (before) => {
        before.set(name, value);
        return before;
      },
      { replace: true },
    );
  return (
    <Page title={t("progress.title")} subtitle={dog.name} wide>
      <Stack>
        <SegmentedControl
          aria-label={t("progress.period")}
          value={span}
          onChange={(value) => set("span", value)}
          data={spans.map((value) => ({ value, label: t(`progress.span.${value}`) }))}
          size="md"
          fullWidth
        />
        {training && (
          <Card>
            <SuccessRate
              period={period}
              targetId={params.get("target") ?? undefined}
              onTarget={(id) => set("target", id)}
            />
          </Card>
        )}
        {behavior && (
          <Card>
            <AbcPerWeek period={period} />
          </Card>
        )}
        {!training && !behavior && (
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
