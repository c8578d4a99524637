import { IconPaw } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Dog, Visit } from "@/shared/api/types";
import { formatDayAndTime } from "@/shared/lib/time";
import { useLabels } from "@/shared/lib/useLabels";
import { dogOf } from "./dogOf";
import { TodayRow, TodaySection } from "./TodaySection";

export function VisitsSection({ visits, dogs }: { visits: Visit[]; dogs: Dog[] }) {
  const { t } = useTranslation();
  const { choice } = useLabels();
  if (visits.length === 0) return null;
  return (
    <TodaySection title={t("today.visits")}>
      {visits.map((visit) => (
        <TodayRow
          key={visit.id}
          to={`/dogs/${visit.dogId}/records/${visit.id}`}
          icon={<IconPaw size={22} />}
          color="indigo"
          title={t("visit.by", { kind: choice(visit.kind), name: visit.author.name })}
          dogName={dogOf(dogs, visit)?.name}
          detail={formatDayAndTime(new Date(visit.occurredAt))}
        />
      ))}
    </TodaySection>
  );
}
