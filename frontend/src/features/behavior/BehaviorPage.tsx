// What the dog does: how it is defined, what surrounds it, what sets it off, and whether two people see the same.
import { Stack } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { canRead } from "@/shared/lib/access";
import { useDog } from "@/shared/lib/dogContext";
import { Page } from "@/shared/ui/Page";
import { EmptyState } from "@/shared/ui/states";
import { AbcPart } from "./AbcPart";
import { DefinitionsPart } from "./DefinitionsPart";
import { ObservationsPart } from "./ObservationsPart";
import { TriggersPart } from "./TriggersPart";

export function BehaviorPage() {
  const { t } = useTranslation();
  const dog = useDog();
  return (
    <Page title={t("behavior.title")} subtitle={dog.name} back={`/dogs/${dog.id}`}>
      {canRead(dog, "behavior") ? (
        <Stack>
          <DefinitionsPart />
          <AbcPart />
          <TriggersPart />
          <ObservationsPart />
        </Stack>
      ) : (
        <EmptyState
          icon={<IconLock size={36} />}
          title={t("behavior.closedTitle")}
          text={t("behavior.closedText", { name: dog.name })}
        />
      )}
    </Page>
  );
}
