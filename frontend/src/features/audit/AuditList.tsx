import { Button, Card, Stack, Text } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { EmptyState, ErrorState, ListSkeleton } from "@/shared/ui/states";

interface AuditListProps<T> {
  query: UseInfiniteQueryResult<InfiniteData<{ items: T[]; next?: string }>>;
  keyOf: (entry: T) => string;
  whenOf: (entry: T) => string;
  describe: (entry: T) => ReactNode;
}

/** Entries that come in pages, in all the states that such a list has. */
export function AuditList<T>({ query, keyOf, whenOf, describe }: AuditListProps<T>) {
  const { t } = useTranslation();
  if (query.isPending) return <ListSkeleton rows={5} />;
  if (query.isError) return <ErrorState error={query.error} retry={() => query.refetch()} />;
  const entries = query.data.pages.flatMap((page) => page.items);
  if (entries.length === 0) {
    return (
      <EmptyState
        icon={<IconHistory size={36} />}
        title={t("audit.emptyTitle")}
        text={t("audit.emptyText")}
      />
    );
  }
  return (
    <Stack gap="xs">
      <Stack gap="xs" component="ul" m={0} p={0} style={{ listStyle: "none" }} aria-label={t("audit.title")}>
        {entries.map((entry) => (
          <Card component="li" key={keyOf(entry)} py="sm">
            {describe(entry)}
            <Text size="sm" c="dimmed">
              {whenOf(entry)}
            </Text>
          </Card>
        ))}
      </Stack>
      {query.hasNextPage && (
        <Button variant="default" loading={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
          {t("common.more")}
        </Button>
      )}
    </Stack>
  );
}
