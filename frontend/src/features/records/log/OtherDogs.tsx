// Writing the same for several dogs at once: each gets a record of its own.
import { Button, Collapse, Group, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPaw } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { v7 as uuid } from "uuid";
import { useDogs } from "@/features/dogs/dogs.queries";
import type { RecordType } from "@/shared/api/types";
import { canLog } from "@/shared/lib/access";
import { useDog } from "@/shared/lib/dogContext";
import { type FieldSchema, recordTypeInfo } from "@/shared/lib/recordTypes";

/** What is of one dog by its nature. */
const ofOne: RecordType[] = ["weight", "appointment", "assessment-score"];

const refers = ({ "x-references": reference, items, properties = {} }: FieldSchema): boolean =>
  reference !== undefined || (items !== undefined && refers(items)) || Object.values(properties).some(refers);

/** Records that refer to others of their dog make no sense at another one. */
export const mayConcernSeveral = (type: RecordType) =>
  !ofOne.includes(type) && !Object.values(recordTypeInfo[type].fields).some(refers);

interface OtherDogsProps {
  type: RecordType;
  /** The id of the record for each chosen dog. */
  value: Record<string, string>;
  onChange: (value: Record<string, string>) => void;
}

export function OtherDogs({ type, value, onChange }: OtherDogsProps) {
  const { t } = useTranslation();
  const dog = useDog();
  const dogs = useDogs().data?.pages.flatMap(({ items }) => items) ?? [];
  const chosen = Object.keys(value).length;
  const [opened, { toggle }] = useDisclosure(chosen > 0);
  const others = dogs.filter((one) => one.id !== dog.id && canLog(one, type));
  if (others.length === 0) return null;
  const tap = (dogId: string) => {
    const { [dogId]: known, ...rest } = value;
    onChange(known ? rest : { ...value, [dogId]: uuid() });
  };
  return (
    <Stack gap="xs">
      <Button
        variant="subtle"
        aria-expanded={opened}
        onClick={toggle}
        leftSection={<IconPaw size={18} aria-hidden />}
        style={{ alignSelf: "flex-start" }}
      >
        {chosen > 0 ? t("log.otherDogsChosen", { count: chosen }) : t("log.otherDogs")}
      </Button>
      <Collapse expanded={opened}>
        <Text size="sm" c="dimmed" mb={6}>
          {t("log.otherDogsHint")}
        </Text>
        <Group gap={6} role="group" aria-label={t("log.otherDogs")}>
          {others.map(({ id, name }) => (
            <Button
              key={id}
              variant={value[id] ? "filled" : "default"}
              radius="xl"
              mih="2.75rem"
              aria-pressed={value[id] !== undefined}
              onClick={() => tap(id)}
            >
              {name}
            </Button>
          ))}
        </Group>
      </Collapse>
    </Stack>
  );
}
