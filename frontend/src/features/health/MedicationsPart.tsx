// What the dog is given; a tap says that a dose was.
import { Anchor, Badge, Button, Group, Paper, Stack, Switch, Text } from "@mantine/core";
import { IconPill } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { v7 as uuid } from "uuid";
import { useCreateForDogs, useTakeBack } from "@/features/records/records.queries";
import { doseGiven } from "@/shared/agenda/care";
import { canLog } from "@/shared/lib/access";
import { useDog } from "@/shared/lib/dogContext";
import { formatDay, formatDayAndTime, startOfDay } from "@/shared/lib/time";
import { toast, toastError, toastUndo } from "@/shared/ui/toasts";
import { HealthPart } from "./HealthPart";
import { type Treatment, treatmentsOf, useHealthRecords } from "./health.queries";

export function MedicationsPart() {
  const { t } = useTranslation();
  const dog = useDog();
  const { records: medications, ...query } = useHealthRecords(dog.id, "medication");
  const { records: doses } = useHealthRecords(dog.id, "medication-given");
  const [all, setAll] = useState(false);
  const treatments = treatmentsOf(medications, doses);
  return (
    <HealthPart
      type="medication"
      title={t("health.medications")}
      addLabel={t("health.addMedication")}
      empty={t("health.noMedications")}
      query={query}
      count={treatments.length}
    >
      <Stack gap="xs">
        {treatments
          .filter(({ over }) => all || !over)
          .map((treatment) => (
            <MedicationCard key={treatment.medication.id} treatment={treatment} />
          ))}
        {treatments.some(({ over }) => over) && (
          <Switch
            label={t("health.showOver")}
            checked={all}
            onChange={(event) => setAll(event.currentTarget.checked)}
          />
        )}
      </Stack>
    </HealthPart>
  );
}

function MedicationCard({ treatment: { medication, over, doses } }: { treatment: Treatment }) {
  const { t } = useTranslation();
  const dog = useDog();
  const give = useCreateForDogs();
  const takeBack = useTakeBack();
  const { id, product, dose, timesOfDay = [], everyDays, asNeeded, until, reason } = medication;
  const last = doses[0];
  const schedule = [
    dose,
    asNeeded ? t("fields.asNeeded") : timesOfDay.join(", "),
    everyDays !== undefined && everyDays > 1 && t("health.everyDays", { count: everyDays }),
    until && t("safety.until", { day: formatDay(startOfDay(until)) }),
    reason,
  ];
  const given = () => {
    const entry = {
      dogId: dog.id,
      id: uuid(),
      fields: doseGiven(medication),
    };
    const undo = () => void takeBack.mutateAsync([entry]).then(() => toast(t("log.takenBack")), toastError);
    give.mutate([entry], {
      onSuccess: () => toastUndo(t("health.noted", { product }), undo),
      onError: toastError,
    });
  };
  return (
    <Paper component="article" withBorder p="sm" radius="md">
      <Group justify="space-between" gap="xs">
        <div>
          <Group gap={6}>
            <Anchor component={Link} to={`/dogs/${dog.id}/records/${id}`} fw={700} fz="lg">
              {product}
            </Anchor>
            {over && <Badge tt="none">{t("health.over")}</Badge>}
          </Group>
          <Text>{schedule.filter(Boolean).join(" · ")}</Text>
          <Text size="sm" c="dimmed">
            {last
              ? t(last.skippedBecause ? "health.lastSkipped" : "health.lastGiven", {
                  when: formatDayAndTime(new Date(last.occurredAt)),
                  name: last.author.name,
                  why: last.skippedBecause,
                })
              : t("health.neverGiven")}
          </Text>
        </div>
        {!over && canLog(dog, "medication-given") && (
          <Group gap={6}>
            <Button
              size="md"
              loading={give.isPending}
              onClick={given}
              leftSection={<IconPill size={20} aria-hidden />}
              aria-label={t("health.givenNow", { product })}
            >
              {t("health.given")}
            </Button>
            <Button
              component={Link}
              to={`/dogs/${dog.id}/log/medication-given?medicationId=${id}`}
              variant="default"
              size="md"
              aria-label={t("health.otherwiseOf", { product })}
            >
              {t("health.otherwise")}
            </Button>
          </Group>
        )}
      </Group>
    </Paper>
  );
}
