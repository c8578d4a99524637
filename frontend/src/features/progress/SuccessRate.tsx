// Success rate of a target, session by session: independent and prompted apart.
import { Alert, NativeSelect, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useLastTrainedTarget, useTargets } from "@/features/records/records.queries";
import { useDog } from "@/shared/lib/dogContext";
import { ErrorState } from "@/shared/ui/states";
import { type Period, useSuccessRate } from "./progress.queries";
import { SuccessRateChart } from "./SuccessRateChart";
import { SuccessRateTable } from "./SuccessRateTable";

interface SuccessRateProps {
  period: Period;
  targetId: string | undefined;
  onTarget: (id: string) => void;
}

export function SuccessRate({ period, targetId, onTarget }: SuccessRateProps) {
  const { t } = useTranslation();
  const dog = useDog();
  const targets = useTargets(dog.id);
  const lastTrained = useLastTrainedTarget(dog.id);
  const find = (wanted: string | undefined) => targets.data?.find(({ id }) => id === wanted);
  const chosen = find(targetId) ?? find(lastTrained) ?? targets.data?.[0];
  const rate = useSuccessRate(dog.id, chosen?.id, period);
  const points = rate.data?.points ?? [];
  return (
    <Stack component="section" aria-labelledby="success-rate" gap="sm">
      <Title order={2} fz="lg" id="success-rate">
        {t("progress.successRate")}
      </Title>
      {targets.isError ? (
        <ErrorState error={targets.error} retry={() => targets.refetch()} />
      ) : targets.isPending ? (
        <Skeleton h={280} radius="lg" />
      ) : !chosen ? (
        <Text c="dimmed">{t("progress.noTargets")}</Text>
      ) : (
        <>
          <NativeSelect
            label={t("session.target")}
            value={chosen.id}
            onChange={(event) => onTarget(event.currentTarget.value)}
            data={targets.data.map(({ id, name }) => ({ value: id, label: name }))}
          />
          {rate.isError ? (
            <ErrorState error={rate.error} retry={() => rate.refetch()} />
          ) : rate.isPending ? (
            <Skeleton h={280} radius="lg" />
          ) : points.length === 0 ? (
            <Text c="dimmed">{t("progress.noSessions")}</Text>
          ) : (
            <>
              {points.every(({ percent }) => percent === null) ? (
                <Alert color="yellow" variant="light" title={t("progress.notComputable")}>
                  {t(`progress.reason.${points[0]?.reason ?? "unknown"}`)}
                </Alert>
              ) : (
                <SuccessRateChart target={chosen.name} points={points} />
              )}
              <SuccessRateTable dogId={dog.id} target={chosen} points={points} />
            </>
          )}
        </>
      )}
    </Stack>
  );
}
