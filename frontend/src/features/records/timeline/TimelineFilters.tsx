import { Button, Chip, Collapse, Group, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconCalendar, IconSearch } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { RecordType } from "@/shared/api/types";
import { canRead, sectionOf } from "@/shared/lib/access";
import { useDog } from "@/shared/lib/dogContext";
import { isWellKnown, recordTypes } from "@/shared/lib/recordTypes";
import { useLabels } from "@/shared/lib/useLabels";
import type { TimelineFilter } from "../records.queries";

interface TimelineFiltersProps {
  filter: TimelineFilter;
  words: string;
  active: boolean;
  onChange: (change: Partial<TimelineFilter & { words: string }>) => void;
}

export function TimelineFilters({ filter, words, active, onChange }: TimelineFiltersProps) {
  const { t } = useTranslation();
  const dog = useDog();
  const dated = Boolean(filter.from || filter.to);
  const [opened, { toggle }] = useDisclosure(dated);
  const [all, { toggle: toggleAll }] = useDisclosure(false);
  const labels = useLabels();
  return (
    <Stack gap="xs" mb="md" component="search" aria-label={t("timeline.filter")}>
      <TextInput
        type="search"
        aria-label={t("timeline.search")}
        placeholder={t("timeline.search")}
        leftSection={<IconSearch size={18} aria-hidden />}
        value={words}
        onChange={(event) => onChange({ words: event.currentTarget.value })}
      />
      <Group gap={6}>
        <Chip.Group
          multiple
          value={filter.types}
          onChange={(types: string[]) => onChange({ types: types as RecordType[] })}
        >
          {recordTypes
            .filter((type) => canRead(dog, sectionOf(type)))
            .filter((type) => all || isWellKnown(type) || filter.types.includes(type))
            .map((type) => (
              <Chip key={type} value={type} size="md" styles={{ label: { height: "2.75rem" } }}>
                {labels.types(type)}
              </Chip>
            ))}
        </Chip.Group>
        <Button variant="default" radius="xl" onClick={toggleAll} aria-expanded={all}>
          {t(all ? "timeline.fewerTypes" : "timeline.moreTypes")}
        </Button>
        <Button
          variant={dated ? "light" : "default"}
          radius="xl"
          onClick={toggle}
          aria-expanded={opened}
          leftSection={<IconCalendar size={18} aria-hidden />}
        >
          {t("timeline.dates")}
        </Button>
      </Group>
      <Collapse expanded={opened}>
        <SimpleGrid cols={2}>
          <TextInput
            type="date"
            label={t("timeline.from")}
            max={filter.to}
            value={filter.from ?? ""}
            onChange={(event) => onChange({ from: event.currentTarget.value || undefined })}
          />
          <TextInput
            type="date"
            label={t("timeline.to")}
            min={filter.from}
            value={filter.to ?? ""}
            onChange={(event) => onChange({ to: event.currentTarget.value || undefined })}
          />
        </SimpleGrid>
      </Collapse>
      {active && (
        <Button
          variant="subtle"
          onClick={() => onChange({ types: [], from: undefined, to: undefined, words: "" })}
          style={{ alignSelf: "flex-start" }}
        >
          {t("timeline.clear")}
        </Button>
      )}
    </Stack>
  );
}
