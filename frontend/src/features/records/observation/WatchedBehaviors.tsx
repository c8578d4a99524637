// What is watched for: tapped from the dog's own definitions and words, or typed.
import { Button, CloseButton, Group, Input, SegmentedControl, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useDog } from "@/shared/lib/dogContext";
import { useLabels } from "@/shared/lib/useLabels";
import { useRecordsOfType } from "../records.queries";
import { sameWord } from "../sameWord";
import { useVocabulary } from "../vocabulary.queries";
import type { ObservationFields } from "./watching";

type Watched = ObservationFields["behaviors"][number];

interface WatchedBehaviorsProps {
  value: Watched[];
  onChange: (value: Watched[]) => void;
  error: string | undefined;
}

export function WatchedBehaviors({ value, onChange, error }: WatchedBehaviorsProps) {
  const { t } = useTranslation();
  const { choice } = useLabels();
  const [typed, setTyped] = useState("");
  const known = useKnownBehaviors().filter(({ name }) => !value.some((one) => sameWord(one.name, name)));
  const add = (behavior: Watched) => {
    if (!value.some(({ name }) => sameWord(name, behavior.name))) onChange([...value, behavior]);
  };
  const addTyped = () => {
    const name = typed.trim();
    if (name) add(known.find((one) => sameWord(one.name, name)) ?? { name, kind: "point" });
    setTyped("");
  };
  return (
    <Stack gap="sm" role="group" aria-label={t("observe.behaviors")}>
      <Input.Label component="div">{t("observe.behaviors")}</Input.Label>
      {value.map((behavior) => (
        <Group key={behavior.name} justify="space-between" wrap="nowrap">
          <Text fw={600} style={{ overflowWrap: "anywhere" }}>
            {behavior.name}
          </Text>
          <Group gap={4} wrap="nowrap">
            <SegmentedControl
              aria-label={t("observe.kindOf", { behavior: behavior.name })}
              value={behavior.kind}
              data={(["point", "state"] as const).map((kind) => ({
                value: kind,
                label: t(`observe.${kind}`),
              }))}
              onChange={(kind) =>
                onChange(
                  value.map((one) => (one === behavior ? { ...one, kind: kind as Watched["kind"] } : one)),
                )
              }
            />
            <CloseButton
              size="lg"
              aria-label={t("observe.remove", { behavior: behavior.name })}
              onClick={() => onChange(value.filter((one) => one !== behavior))}
            />
          </Group>
        </Group>
      ))}
      {known.length > 0 && (
        <Group gap={6} role="group" aria-label={t("observe.known")}>
          {known.map((behavior) => (
            <Button
              key={behavior.name}
              variant="light"
              radius="xl"
              px="md"
              mih="2.75rem"
              onClick={() => add(behavior)}
              aria-label={`${behavior.name}, ${choice(behavior.kind)}`}
            >
              {behavior.name}
            </Button>
          ))}
        </Group>
      )}
      <Group align="flex-end" wrap="nowrap">
        <TextInput
          flex={1}
          label={t("observe.another")}
          maxLength={200}
          value={typed}
          error={error}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            addTyped();
          }}
        />
        <Button variant="default" onClick={addTyped} disabled={!typed.trim()}>
          {t("observe.add")}
        </Button>
      </Group>
    </Stack>
  );
}

/** The dog's definitions, each with the version that is applied, then what its ABC records call its behaviors. */
function useKnownBehaviors(): Watched[] {
  const dog = useDog();
  const { data: definitions = [] } = useRecordsOfType(dog.id, "behavior-definition");
  const words = useVocabulary(dog.id, "abc-record", "behavior");
  const defined = definitions
    .filter(({ archived }) => !archived)
    .map(({ id, name, kind, version }) => ({
      name,
      kind,
      definitionId: id,
      definitionVersion: version,
    }));
  const others = words.filter((word) => !defined.some(({ name }) => sameWord(name, word)));
  return [...defined, ...others.map((name) => ({ name, kind: "point" as const }))];
}
