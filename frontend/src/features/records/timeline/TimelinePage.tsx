// What happened, newest first, as far back as one scrolls.
import { ActionIcon, Button } from "@mantine/core";
import { IconFilterOff, IconId, IconNotebook, IconPhoto, IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Target } from "@/shared/api/types";
import { canLog, canRead } from "@/shared/lib/access";
import { useDog } from "@/shared/lib/dogContext";
import { isLogged, recordTypes } from "@/shared/lib/recordTypes";
import { Page } from "@/shared/ui/Page";
import { EmptyState, ErrorState, ListSkeleton } from "@/shared/ui/states";
import { passes, useSearch, useTargets, useTimeline } from "../records.queries";
import { TimelineFilters } from "./TimelineFilters";
import { TimelineList } from "./TimelineList";
import { useTimelineFilter } from "./useTimelineFilter";

// One list for all renderings, so that cards without targets are not drawn again.
const noTargets: Target[] = [];
const allAtOnce = {
  hasNextPage: false,
  isFetchingNextPage: false,
  isFetchNextPageError: false,
  error: null,
  fetchNextPage: () => {},
};

export function TimelinePage() {
  const { t } = useTranslation();
  const dog = useDog();
  const { filter, words, change, active } = useTimelineFilter();
  const timeline = useTimeline(dog.id, filter);
  const found = useSearch(dog.id, words);
  const targets = useTargets(dog.id, canRead(dog, "training"));
  const records = words
    ? (found.data ?? []).filter((record) => passes(filter, record))
    : (timeline.data?.pages.flatMap((page) => page.items) ?? []);
  const shown = words ? found : timeline;
  const mayLog = recordTypes.some((type) => isLogged(type) && canLog(dog, type));
  const about = [dog.breed, t("dogs.youAre", { role: t(`roles.one.${dog.you.role}`).toLocaleLowerCase() })];
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
      <TimelineFilters filter={filter} words={words} active={active} onChange={change} />
      {shown.isPending ? (
        <ListSkeleton rows={5} />
      ) : shown.isError && records.length === 0 ? (
        <ErrorState error={shown.error} retry={() => shown.refetch()} />
      ) : records.length === 0 && active ? (
        <EmptyState
          icon={<IconFilterOff size={36} />}
          title={t("timeline.noMatchTitle")}
          text={t("timeline.noMatchText")}
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
          query={words ? allAtOnce : timeline}
        />
      )}
    </Page>
  );
}
