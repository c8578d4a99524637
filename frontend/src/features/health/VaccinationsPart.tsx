// The newest vaccination against each disease, and when the next one is due.
import { Anchor, Badge, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { currentVaccinations, type DueState } from "@/shared/agenda/care";
import { useDog } from "@/shared/lib/dogContext";
import { formatDay, startOfDay } from "@/shared/lib/time";
import { useLabels } from "@/shared/lib/useLabels";
import { HealthPart } from "./HealthPart";
import { useHealthRecords } from "./health.queries";

const colors: Record<DueState, string> = {
  overdue: "red.8",
  soon: "orange.4",
  ok: "pine.2",
  unknown: "gray.3",
};

export function VaccinationsPart() {
  const { t } = useTranslation();
  const dog = useDog();
  const { choice } = useLabels();
  const { records, ...query } = useHealthRecords(dog.id, "vaccination");
  const current = currentVaccinations(records);
  return (
    <HealthPart
      type="vaccination"
      title={t("health.vaccinations")}
      addLabel={t("health.addVaccination")}
      empty={t("health.noVaccinations")}
      query={query}
      count={current.length}
    >
      <Stack gap="sm">
        {current.map(({ vaccination, state }) => (
          <Group key={vaccination.id} justify="space-between" gap="xs" wrap="nowrap">
            <div>
              <Anchor component={Link} to={`/dogs/${dog.id}/records/${vaccination.id}`} fw={600}>
                {vaccination.vaccine === "other" ? vaccination.name : choice(vaccination.vaccine)}
              </Anchor>
              <Text size="sm" c="dimmed">
                {[
                  t("health.givenOn", { day: formatDay(new Date(vaccination.occurredAt)) }),
                  vaccination.dueOn && t("health.dueOn", { day: formatDay(startOfDay(vaccination.dueOn)) }),
                ]
                  .filter(Boolean)
                  .join(" · ")}
              </Text>
            </div>
            <Badge tt="none" size="lg" autoContrast color={colors[state]} style={{ flexShrink: 0 }}>
              {t(`health.due.${state}`)}
            </Badge>
          </Group>
        ))}
      </Stack>
    </HealthPart>
  );
}
