import { Button } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useOneTap } from "@/features/records/agenda.queries";
import { acknowledgmentOf } from "@/shared/agenda/alerts";
import type { Alert, Dog } from "@/shared/api/types";
import { useLabels } from "@/shared/lib/useLabels";
import { dogOf } from "./dogOf";
import { TodayRow, TodaySection } from "./TodaySection";

const colors = { danger: "red", caution: "orange", info: "blue" } as const;

export function AlertsSection({ alerts, dogs }: { alerts: Alert[]; dogs: Dog[] }) {
  const { t } = useTranslation();
  if (alerts.length === 0) return null;
  return (
    <TodaySection title={t("today.alerts")}>
      {alerts.map((alert) => (
        <AlertRow key={alert.id} alert={alert} dog={dogOf(dogs, alert)} />
      ))}
    </TodaySection>
  );
}

function AlertRow({ alert, dog }: { alert: Alert; dog: Dog | undefined }) {
  const { t } = useTranslation();
  const { choice } = useLabels();
  const tap = useOneTap(alert.dogId);
  const acknowledge = () => tap.write(acknowledgmentOf(alert), t("today.acknowledged"));
  return (
    <TodayRow
      to={`/dogs/${alert.dogId}/records/${alert.id}`}
      icon={<IconAlertTriangle size={22} />}
      color={colors[alert.severity]}
      title={alert.instruction}
      dogName={dog?.name}
      detail={choice(alert.severity)}
      action={
        <Button
          size="sm"
          px="sm"
          loading={tap.isPending}
          onClick={acknowledge}
          aria-label={t("today.acknowledgeThis", { instruction: alert.instruction })}
        >
          {t("today.acknowledge")}
        </Button>
      }
    />
  );
}
