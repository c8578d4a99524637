// What the dog must not have.
import { Anchor, Badge, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useDog } from "@/shared/lib/dogContext";
import { useLabels } from "@/shared/lib/useLabels";
import { HealthPart } from "./HealthPart";
import { useHealthRecords } from "./health.queries";

export function AllergiesPart() {
  const { t } = useTranslation();
  const dog = useDog();
  const { choice } = useLabels();
  const { records, ...query } = useHealthRecords(dog.id, "allergy");
  return (
    <HealthPart
      type="allergy"
      title={t("safety.allergies")}
      addLabel={t("health.addAllergy")}
      empty={t("health.noAllergies")}
      query={query}
      count={records.length}
    >
      <Stack gap="sm">
        {records.map(({ id, allergen, severity, reaction, firstAid, confirmed }) => (
          <div key={id}>
            <Group gap={6}>
              <Anchor component={Link} to={`/dogs/${dog.id}/records/${id}`} fw={600}>
                {allergen}
              </Anchor>
              {severity && (
                <Badge tt="none" autoContrast color={severity === "severe" ? "red.8" : "orange.4"}>
                  {choice(severity)}
                </Badge>
              )}
              {confirmed && (
                <Badge tt="none" variant="default">
                  {t("fields.confirmed")}
                </Badge>
              )}
            </Group>
            <Text>{[reaction, firstAid].filter(Boolean).join(" – ")}</Text>
          </div>
        ))}
      </Stack>
    </HealthPart>
  );
}
