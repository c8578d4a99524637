// Of the dogs' health: doses of today, vaccinations that run out.
import { Button } from "@mantine/core";
import { IconPill, IconVaccine } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useOneTap } from "@/features/records/agenda.queries";
import { type DueDose, type DueVaccination, doseGiven } from "@/shared/agenda/care";
import type { Dog } from "@/shared/api/types";
import { canLog } from "@/shared/lib/access";
import { formatDay, formatTime, startOfDay } from "@/shared/lib/time";
import { useLabels } from "@/shared/lib/useLabels";
import { dogOf } from "./dogOf";
import { TodayRow, TodaySection } from "./TodaySection";

interface CareSectionProps {
  doses: DueDose[];
  vaccinations: DueVaccination[];
  dogs: Dog[];
}

export function CareSection({ doses, vaccinations, dogs }: CareSectionProps) {
  const { t } = useTranslation();
  const { choice } = useLabels();
  if (doses.length + vaccinations.length === 0) return null;
  return (
    <TodaySection title={t("today.care")}>
      {doses.map((dose) => (
        <DoseRow key={dose.medication.id} dose={dose} dog={dogOf(dogs, dose.medication)} />
      ))}
      {vaccinations.map(({ vaccination, dueOn, overdue }) => (
        <TodayRow
          key={vaccination.id}
          to={`/dogs/${vaccination.dogId}/records/${vaccination.id}`}
          icon={<IconVaccine size={22} />}
          color="cyan"
          title={t("today.vaccination", { name: vaccination.name ?? choice(vaccination.vaccine) })}
          dogName={dogOf(dogs, vaccination)?.name}
          detail={t("today.dueOn", { day: formatDay(startOfDay(dueOn)) })}
          badge={overdue && t("today.overdue")}
          badgeColor="red"
        />
      ))}
    </TodaySection>
  );
}

function DoseRow({ dose: { medication, at, left }, dog }: { dose: DueDose; dog: Dog | undefined }) {
  const { t } = useTranslation();
  const tap = useOneTap(medication.dogId);
  const give = () => tap.write(doseGiven(medication), t("today.given"));
  return (
    <TodayRow
      to={`/dogs/${medication.dogId}/records/${medication.id}`}
      icon={<IconPill size={22} />}
      color="cyan"
      title={`${medication.product} · ${medication.dose}`}
      dogName={dog?.name}
      detail={[
        at && formatTime(new Date(`2026-01-01T${at}:00`)),
        left > 1 && t("today.dosesLeft", { count: left }),
      ]
        .filter(Boolean)
        .join(" · ")}
      action={
        dog &&
        canLog(dog, "medication-given") && (
          <Button
            size="sm"
            px="sm"
            loading={tap.isPending}
            onClick={give}
            aria-label={t("today.giveThis", { product: medication.product })}
          >
            {t("today.give")}
          </Button>
        )
      }
    />
  );
}
