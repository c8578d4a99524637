// Search over all dogs. It is the server's: without a connection it says so, and leads to the search of each dog, which
// looks into what the device has.
import { Button, Stack, Text } from "@mantine/core";
import { IconSearch, IconSearchOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useDogs } from "@/features/dogs/dogs.queries";
import { fieldErrors, isStatus } from "@/shared/api/problem";
import type { Dog } from "@/shared/api/types";
import { Page } from "@/shared/ui/Page";
import { EmptyState, ErrorState, ListSkeleton } from "@/shared/ui/states";
import { HitCard } from "./HitCard";
import { OfflineSearch } from "./OfflineSearch";
import { SearchBox } from "./SearchBox";
import { SearchFilters } from "./SearchFilters";
import { useRecordSearch } from "./search.queries";
import { useSearchFilter } from "./useSearchFilter";

const noDogs: Dog[] = [];

export function SearchPage() {
  const { t } = useTranslation();
  const { filter, change, filtered, clear } = useSearchFilter();
  const search = useRecordSearch(filter);
  const dogs = useDogs().data?.pages.flatMap(({ items }) => items) ?? noDogs;
  const wrongWords = fieldErrors(search.error).q;
  return (
    <Page title={t("search.title")} back="/">
      <Stack>
        <Stack gap="xs" component="search" aria-label={t("search.title")}>
          <SearchBox
            words={filter.words}
            error={wrongWords && t("search.noWord")}
            onChange={(words) => change({ words })}
          />
          <SearchFilters filter={filter} filtered={filtered} dogs={dogs} onChange={change} onClear={clear} />
        </Stack>
        {filter.words === "" ? (
          <EmptyState
            icon={<IconSearch size={36} />}
            title={t("search.startTitle")}
            text={t("search.startText")}
          />
        ) : search.isPending ? (
          <ListSkeleton rows={5} />
        ) : isStatus(search.error, 0) ? (
          <OfflineSearch words={filter.words} dogs={dogs} retry={() => search.refetch()} />
        ) : wrongWords ? null : search.isError ? (
          <ErrorState error={search.error} retry={() => search.refetch()} />
        ) : (
          <Hits search={search} dogs={dogs} filtered={filtered} clear={clear} />
        )}
      </Stack>
    </Page>
  );
}

interface HitsProps {
  search: ReturnType<typeof useRecordSearch>;
  dogs: Dog[];
  filtered: boolean;
  clear: () => void;
}

function Hits({ search, dogs, filtered, clear }: HitsProps) {
  const { t } = useTranslation();
  const hits = search.data?.pages.flatMap(({ items }) => items) ?? [];
  const nameOf = (dogId: string) => dogs.find(({ id }) => id === dogId)?.name;
  const count = t(search.hasNextPage ? "search.countMore" : "search.count", { count: hits.length });
  return (
    <>
      <Text size="sm" c="dimmed" role="status">
        {count}
      </Text>
      {hits.length === 0 && (
        <EmptyState
          icon={<IconSearchOff size={36} />}
          title={t("search.noneTitle")}
          text={t(filtered ? "search.noneFiltered" : "search.noneText")}
          action={
            filtered && (
              <Button variant="light" onClick={clear}>
                {t("search.clear")}
              </Button>
            )
          }
        />
      )}
      <Stack gap="xs" aria-busy={search.isPlaceholderData || undefined}>
        {hits.map((hit) => (
          <HitCard
            key={`${hit.record.dogId}/${hit.record.id}`}
            hit={hit}
            dogName={nameOf(hit.record.dogId)}
          />
        ))}
      </Stack>
      {search.hasNextPage && (
        <Button variant="default" loading={search.isFetchingNextPage} onClick={() => search.fetchNextPage()}>
          {t("common.more")}
        </Button>
      )}
    </>
  );
}
