// What narrows a search: dog, type, author, period; and its order.
import {
  Button,
  Collapse,
  Group,
  MultiSelect,
  SegmentedControl,
  Select,
  SimpleGrid,
  Stack,
  Switch,
} from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconAdjustments } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Dog, RecordType } from "@/shared/api/types";
import { recordTypes } from "@/shared/lib/recordTypes";
import { useLabels } from "@/shared/lib/useLabels";
import { PeriodFields } from "@/shared/ui/PeriodFields";
import type { SearchFilter } from "./search.queries";

interface SearchFiltersProps {
  filter: SearchFilter;
  filtered: boolean;
  dogs: Dog[];
  onChange: (change: Partial<SearchFilter>) => void;
  onClear: () => void;
}

export function SearchFilters({ filter, filtered, dogs, onChange, onClear }: SearchFiltersProps) {
  const { t } = useTranslation();
  const labels = useLabels();
  const [opened, { toggle }] = useDisclosure(filtered);
  return (
    <Stack gap="xs">
      <Group gap="xs" justify="space-between">
        <SegmentedControl
          aria-label={t("search.order")}
          value={filter.newest ? "newest" : "relevance"}
          onChange={(order) => onChange({ newest: order === "newest" })}
          data={[
            { value: "relevance", label: t("search.best") },
            { value: "newest", label: t("search.newest") },
          ]}
        />
        <Button
          variant={filtered ? "light" : "default"}
          onClick={toggle}
          aria-expanded={opened}
          leftSection={<IconAdjustments size={18} aria-hidden />}
        >
          {t("search.filter")}
        </Button>
      </Group>
      <Collapse expanded={opened}>
        <Stack gap="xs">
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <Select
              label={t("search.dog")}
              placeholder={t("search.allDogs")}
              clearable
              searchable={dogs.length > 8}
              value={filter.dogId ?? null}
              onChange={(dogId) => onChange({ dogId: dogId ?? undefined })}
              data={dogs.map(({ id, name }) => ({ value: id, label: name }))}
            />
            <MultiSelect
              label={t("search.types")}
              placeholder={filter.types.length > 0 ? undefined : t("search.allTypes")}
              clearable
              searchable
              value={filter.types}
              onChange={(types) => onChange({ types: types as RecordType[] })}
              data={recordTypes.map((type) => ({ value: type, label: labels.types(type) }))}
            />
          </SimpleGrid>
          <PeriodFields
            value={filter}
            labels={{ from: t("search.from"), to: t("search.to") }}
            onChange={onChange}
          />
          <Group justify="space-between">
            <Switch
              label={t("search.mine")}
              checked={filter.mine}
              onChange={(event) => onChange({ mine: event.currentTarget.checked })}
            />
            {filtered && (
              <Button variant="subtle" onClick={onClear}>
                {t("search.clear")}
              </Button>
            )}
          </Group>
        </Stack>
      </Collapse>
    </Stack>
  );
}
