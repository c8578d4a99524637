// What the veterinarian found, and when to come again.
import { Anchor, Badge, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useDog } from "@/shared/lib/dogContext";
import { formatDay, startOfDay, toLocalDay } from "@/shared/lib/time";
import { HealthPart } from "./HealthPart";
import { useHealthRecords } from "./health.queries";

const mostShown = 10;

export function VetVisitsPart() {
  const { t } = useTranslation();
  const dog = useDog();
  const { records, ...query } = useHealthRecords(dog.id, "vet-visit");
  const today = toLocalDay(new Date());
  return (
    <HealthPart
      type="vet-visit"
      title={t("health.vetVisits")}
      addLabel={t("health.addVetVisit")}
      empty={t("health.noVetVisits")}
      query={query}
      count={records.length}
    >
      <Stack gap="sm">
        {records.slice(0, mostShown).map(({ id, reason, occurredAt, clinic, findings, followUpOn }) => (
          <div key={id}>
            <Group gap={6}>
              <Anchor component={Link} to={`/dogs/${dog.id}/records/${id}`} fw={600}>
                {reason}
              </Anchor>
              {followUpOn && followUpOn >= today && (
                <Badge tt="none" autoContrast color="orange.4">
                  {t("health.followUp", { day: formatDay(startOfDay(followUpOn)) })}
                </Badge>
              )}
            </Group>
            <Text size="sm" c="dimmed">
              {[formatDay(new Date(occurredAt)), clinic].filter(Boolean).join(" · ")}
            </Text>
            {findings && <Text lineClamp={2}>{findings}</Text>}
          </div>
        ))}
        {records.length > mostShown && (
          <Anchor component={Link} to={`/dogs/${dog.id}?type=vet-visit`}>
            {t("health.allVetVisits", { count: records.length })}
          </Anchor>
        )}
      </Stack>
    </HealthPart>
  );
}
