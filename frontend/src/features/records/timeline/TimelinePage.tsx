// What happened, newest first, as far back as one scrolls.
import { ActionIcon, Button, Text } from "@mantine/core";
import { IconFilterOff, IconId, IconNotebook, IconPhoto, IconPlus } from "@tabler/icons-react";
import { type ReactNode, useDeferredValue, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Target } from "@/shared/api/types";
import { inSentence } from "@/shared/i18n/locale";
import { canRead, loggableTypes } from "@/shared/lib/access";
import { useDog } from "@/shared/lib/dogContext";
import { Page } from "@/shared/ui/Page";
import { EmptyState, ErrorState, ListSkeleton } from "@/shared/ui/states";
import { useFound, useTargets, useTimeline } from "../records.queries";
import { looksInside } from "./facets";
import { TimelineFilters } from "./TimelineFilters";
import { TimelineList } from "./TimelineList";
import { usePaged } from "./usePaged";
import { useTimelineFilter } from "./useTimelineFilter";

// One list for all renderings, so that cards without targets are not drawn again.
const noTargets: Target[] = [];

interface TimelinePageProps {
  /** Above the filters. */
  top?: ReactNode;
  /** Below what was found on this device: where else to look for the words. */
  elsewhere?: (words: string) => ReactNode;
}

export function TimelinePage({ top, elsewhere }: TimelinePageProps) {
  const { t } = useTranslation();
  const dog = useDog();
  const { filter, words, change, active } = useTimelineFilter();
  // Typing is not held up by what it finds.
  const sought = useDeferredValue(words.trim());
  const inside = sought !== "" || looksInside(filter);
  const timeline = useTimeline(dog.id, filter, !inside);
  const found = useFound(dog.id, filter, sought, inside);
  const paged = usePaged(found.records, JSON.stringify([filter, sought]));
  const targets = useTargets(dog.id, canRead(dog, "training"));
  const whole = useMemo(() => timeline.data?.pages.flatMap((page) => page.items) ?? [], [timeline.data]);
  const records = inside ? paged.items : whole;
  const shown = inside ? found : timeline;
  const mayLog = loggableTypes(dog).length > 0;
  const about = [dog.breed, t("dogs.youAre", { role: inSentence(t(`roles.one.${dog.you.role}`)) })];
  return (
    <Page
      title={dog.name}
      subtitle={about.filter(Boolean).join(" · ")}
      actions={
        <>
          {canRead(dog, "media") && (
            <ActionIcon component={Link} to={`/dogs/${dog.id}/media`} aria-label={t("media.title")}>
              <IconPhoto aria-hidden />
            </ActionIcon>
          )}
          <ActionIcon component={Link} to={`/dogs/${dog.id}/profile`} aria-label={t("dog.profile")}>
            <IconId aria-hidden />
          </ActionIcon>
        </>
      }
    >
      {top}
      <TimelineFilters filter={filter} words={words} active={active} onChange={change} />
      {inside && !found.isPending && found.records.length > 0 && (
        <Text size="sm" c="dimmed" mb="xs" role="status">
          {t("timeline.found", { count: found.records.length })}
        </Text>
      )}
      {shown.isPending ? (
        <ListSkeleton rows={5} />
      ) : shown.isError && records.length === 0 ? (
        <ErrorState error={shown.error} retry={() => shown.refetch()} />
      ) : records.length === 0 && active ? (
        <EmptyState
          icon={<IconFilterOff size={36} />}
          title={t("timeline.noMatchTitle")}
          text={t(sought ? "timeline.noWordsText" : "timeline.noMatchText", { words: sought })}
        />
      ) : records.length === 0 ? (
        <EmptyState
          icon={<IconNotebook size={36} />}
          title={t("timeline.emptyTitle", { name: dog.name })}
          text={t(mayLog ? "timeline.emptyText" : "timeline.emptyReader")}
          action={
            mayLog && (
              <Button
                component={Link}
                to={`/dogs/${dog.id}/log`}
                leftSection={<IconPlus size={18} aria-hidden />}
              >
                {t("timeline.first")}
              </Button>
            )
          }
        />
      ) : (
        <TimelineList
          records={records}
          targets={targets.data ?? noTargets}
          query={inside ? paged.query : timeline}
        />
      )}
      {sought !== "" && elsewhere?.(sought)}
    </Page>
  );
}
