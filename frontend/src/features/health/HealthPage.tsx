// The dog's health at a glance: what is given, what is due, what it weighs, and what the veterinarian found.
import { Stack } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { canRead } from "@/shared/lib/access";
import { useDog } from "@/shared/lib/dogContext";
import { Page } from "@/shared/ui/Page";
import { EmptyState } from "@/shared/ui/states";
import { AllergiesPart } from "./AllergiesPart";
import { MedicationsPart } from "./MedicationsPart";
import { VaccinationsPart } from "./VaccinationsPart";
import { VetVisitsPart } from "./VetVisitsPart";
import { WeightsPart } from "./WeightsPart";

export function HealthPage() {
  const { t } = useTranslation();
  const dog = useDog();
  return (
    <Page title={t("health.title")} subtitle={dog.name} back={`/dogs/${dog.id}`}>
      {canRead(dog, "health") ? (
        <Stack>
          <MedicationsPart />
          <VaccinationsPart />
          <WeightsPart />
          <VetVisitsPart />
          <AllergiesPart />
        </Stack>
      ) : (
        <EmptyState
          icon={<IconLock size={36} />}
          title={t("health.closedTitle")}
          text={t("health.closedText", { name: dog.name })}
        />
      )}
    </Page>
  );
}
