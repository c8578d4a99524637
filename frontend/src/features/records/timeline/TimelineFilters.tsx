// Words, kinds, people, tags and a period to find records by.
import { Button, Collapse, Group, Stack, TextInput } from "@mantine/core";
import { useDisclosure, useHotkeys } from "@mantine/hooks";
import { IconAdjustmentsHorizontal, IconSearch } from "@tabler/icons-react";
import { type KeyboardEvent, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { RecordType } from "@/shared/api/types";
import { canRead, sectionOf } from "@/shared/lib/access";
import { useDog } from "@/shared/lib/dogContext";
import { isWellKnown, recordTypes } from "@/shared/lib/recordTypes";
import { useLabels } from "@/shared/lib/useLabels";
import { PeriodFields } from "@/shared/ui/PeriodFields";
import { useFacets } from "../records.queries";
import { FacetChips } from "./FacetChips";
import { looksInside, type TimelineFilter } from "./facets";
import { focusRecord } from "./focusRecord";
import type { FilterChange } from "./useTimelineFilter";

interface TimelineFiltersProps {
  filter: TimelineFilter;
  words: string;
  active: boolean;
  onChange: (change: FilterChange) => void;
}

/** More tags than these are found by words. */
const mostTags = 20;

export function TimelineFilters({ filter, words, active, onChange }: TimelineFiltersProps) {
  const { t } = useTranslation();
  const dog = useDog();
  const box = useRef<HTMLInputElement>(null);
  const inside = Boolean(filter.from || filter.to) || looksInside(filter);
  const [opened, { toggle }] = useDisclosure(inside);
  const [all, { toggle: toggleAll }] = useDisclosure(false);
  const labels = useLabels();
  const facets = useFacets(dog.id, filter, words, opened || active);
  useHotkeys([["/", () => box.current?.focus()]]);

  const types = recordTypes
    .filter((type) => canRead(dog, sectionOf(type)))
    .filter((type) => all || isWellKnown(type) || filter.types.includes(type))
    .map((type) => ({
      value: type,
      label: labels.types(type),
      count: facets && (facets.types.get(type) ?? 0),
    }));
  const key = (event: KeyboardEvent) => {
    if (event.key === "Escape" && words !== "") onChange({ words: "" });
    else if (event.key === "ArrowDown" && focusRecord("first")) event.preventDefault();
  };
  return (
    <Stack gap="xs" mb="md" component="search" aria-label={t("timeline.filter")}>
      <TextInput
        ref={box}
        type="search"
        aria-label={t("timeline.search")}
        aria-keyshortcuts="/"
        placeholder={t("timeline.search")}
        leftSection={<IconSearch size={18} aria-hidden />}
        value={words}
        onChange={(event) => onChange({ words: event.currentTarget.value })}
        onKeyDown={key}
      />
      <FacetChips
        label={t("timeline.kinds")}
        options={types}
        value={filter.types}
        onChange={(chosen) => onChange({ types: chosen as RecordType[] })}
      />
      <Group gap={6}>
        <Button variant="default" radius="xl" onClick={toggleAll} aria-expanded={all}>
          {t(all ? "timeline.fewerTypes" : "timeline.moreTypes")}
        </Button>
        <Button
          variant={inside ? "light" : "default"}
          radius="xl"
          onClick={toggle}
          aria-expanded={opened}
          leftSection={<IconAdjustmentsHorizontal size={18} aria-hidden />}
        >
          {t("timeline.moreFilters")}
        </Button>
      </Group>
      <Collapse expanded={opened}>
        <Stack gap="xs">
          <PeriodFields
            value={filter}
            labels={{ from: t("timeline.from"), to: t("timeline.to") }}
            onChange={onChange}
          />
          {facets && facets.authors.length > 0 && (
            <FacetChips
              label={t("timeline.authors")}
              titled
              options={facets.authors}
              value={filter.authors}
              onChange={(authors) => onChange({ authors })}
            />
          )}
          {facets && facets.tags.length > 0 && (
            <FacetChips
              label={t("fields.tags")}
              titled
              options={facets.tags.slice(0, mostTags)}
              value={filter.tags}
              onChange={(tags) => onChange({ tags })}
            />
          )}
        </Stack>
      </Collapse>
      {active && (
        <Button
          variant="subtle"
          onClick={() =>
            onChange({ types: [], authors: [], tags: [], from: undefined, to: undefined, words: "" })
          }
          style={{ alignSelf: "flex-start" }}
        >
          {t("timeline.clear")}
        </Button>
      )}
    </Stack>
  );
}
