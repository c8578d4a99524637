// Days of records. Reaching the end fetches more; the button does the same without scrolling.
import { Button, Stack, Text, Title } from "@mantine/core";
import { useIntersection } from "@mantine/hooks";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { DogRecord, Target } from "@/shared/api/types";
import { formatDayHeading, toLocalDay } from "@/shared/lib/time";
import { useWaiting } from "@/shared/replica/useReplica";
import { ErrorState } from "@/shared/ui/states";
import { RecordCard } from "./RecordCard";
import classes from "./TimelineList.module.css";

interface TimelineListProps {
  records: DogRecord[];
  targets: Target[];
  query: {
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    isFetchNextPageError: boolean;
    error: unknown;
    fetchNextPage: () => unknown;
  };
}

export function TimelineList({ records, targets, query }: TimelineListProps) {
  const { t } = useTranslation();
  const { ref, entry } = useIntersection({ rootMargin: "600px" });
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query;
  const reached = entry?.isIntersecting ?? false;
  useEffect(() => {
    if (reached && hasNextPage && !isFetchingNextPage && !isFetchNextPageError) fetchNextPage();
  }, [reached, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage]);

  const waiting = useWaiting();
  const states = new Map(waiting.map(({ id, state }) => [id, state]));
  const days = new Map<string, DogRecord[]>();
  for (const record of records) {
    const day = toLocalDay(new Date(record.occurredAt));
    days.set(day, [...(days.get(day) ?? []), record]);
  }
  return (
    <Stack gap="lg">
      {[...days].map(([day, items]) => (
        <section key={day} aria-labelledby={`day-${day}`}>
          <Title order={2} fz="sm" c="dimmed" mb="xs" id={`day-${day}`} className={classes.day}>
            {formatDayHeading(day)}
          </Title>
          <Stack gap="xs" component="ul" className={classes.list}>
            {items.map((record) => (
              <li key={record.id}>
                <RecordCard record={record} targets={targets} state={states.get(record.id)} />
              </li>
            ))}
          </Stack>
        </section>
      ))}
      {isFetchNextPageError ? (
        <ErrorState error={query.error} retry={() => fetchNextPage()} />
      ) : hasNextPage ? (
        <>
          {/* A new one after each page, so that an end still in view is noticed again. */}
          <div key={records.length} ref={ref} />
          <Button variant="default" loading={isFetchingNextPage} onClick={() => fetchNextPage()}>
            {t("common.more")}
          </Button>
        </>
      ) : (
        <Text ta="center" size="sm" c="dimmed">
          {t("timeline.end")}
        </Text>
      )}
    </Stack>
  );
}
