// What counts as which behavior, so that two people count the same.
import { Anchor, Badge, Group, List, Paper, Stack, Switch, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { canLog } from "@/shared/lib/access";
import { useDog } from "@/shared/lib/dogContext";
import { useLabels } from "@/shared/lib/useLabels";
import { PagePart } from "@/shared/ui/PagePart";
import { ErrorState, ListSkeleton } from "@/shared/ui/states";
import { type Definition, useDefinitions } from "./behavior.queries";

export function DefinitionsPart() {
  const { t } = useTranslation();
  const dog = useDog();
  const { definitions, isPending, isError, error, refetch } = useDefinitions(dog.id);
  const [all, setAll] = useState(false);
  const shown = definitions.filter(({ archived }) => all || !archived);
  return (
    <PagePart
      title={t("behavior.definitions")}
      add={
        canLog(dog, "behavior-definition") && {
          to: `/dogs/${dog.id}/log/behavior-definition`,
          label: t("behavior.define"),
        }
      }
      empty={!isPending && !isError && definitions.length === 0 && t("behavior.noDefinitions")}
    >
      {isPending ? (
        <ListSkeleton rows={2} />
      ) : isError ? (
        <ErrorState error={error} retry={() => refetch()} />
      ) : (
        <>
          <Stack gap="xs">
            {shown.map((definition) => (
              <DefinitionCard key={definition.id} definition={definition} />
            ))}
          </Stack>
          {definitions.some(({ archived }) => archived) && (
            <Switch
              label={t("behavior.showArchived")}
              checked={all}
              onChange={(event) => setAll(event.currentTarget.checked)}
            />
          )}
        </>
      )}
    </PagePart>
  );
}

function DefinitionCard({ definition }: { definition: Definition }) {
  const { t } = useTranslation();
  const { choice } = useLabels();
  const {
    id,
    dogId,
    name,
    kind,
    direction,
    operationalDefinition,
    examples = [],
    nonExamples = [],
  } = definition;
  return (
    <Paper component="article" withBorder p="sm" radius="md">
      <Group gap={6}>
        <Anchor component={Link} to={`/dogs/${dogId}/records/${id}`} fw={700} fz="lg">
          {name}
        </Anchor>
        {direction && (
          <Badge tt="none" autoContrast color={direction === "increase" ? "pine.2" : "orange.4"}>
            {choice(direction)}
          </Badge>
        )}
        <Badge tt="none" variant="default">
          {choice(kind)}
        </Badge>
        {definition.archived && <Badge tt="none">{t("fields.archived")}</Badge>}
      </Group>
      {operationalDefinition && <Text mt={4}>{operationalDefinition}</Text>}
      <Examples title={t("fields.examples")} texts={examples} />
      <Examples title={t("fields.nonExamples")} texts={nonExamples} />
    </Paper>
  );
}

function Examples({ title, texts }: { title: string; texts: string[] }) {
  if (texts.length === 0) return null;
  return (
    <>
      <Text size="sm" c="dimmed" mt={6}>
        {title}
      </Text>
      <List size="sm">
        {texts.map((text) => (
          <List.Item key={text}>{text}</List.Item>
        ))}
      </List>
    </>
  );
}
