// Days of records. Reaching the end fetches more; the button does the same without scrolling.
import { Button, Stack, Text, Title } from "@mantine/core";
import { useIntersection } from "@mantine/hooks";
import { type KeyboardEvent, memo, useEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { DogRecord, Target } from "@/shared/api/types";
import { formatDayHeading, toLocalDay } from "@/shared/lib/time";
import type { Waiting } from "@/shared/replica/model";
import { useWaiting } from "@/shared/replica/useReplica";
import { ErrorState } from "@/shared/ui/states";
import { focusRecord } from "./focusRecord";
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
  const states = useMemo(() => new Map(waiting.map(({ id, state }) => [id, state])), [waiting]);
  const days = useMemo(() => byDay(records), [records]);
  const arrows = (event: KeyboardEvent) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    if (focusRecord(event.key === "ArrowDown" ? "next" : "previous")) event.preventDefault();
  };
  return (
    <Stack gap="lg" onKeyDown={arrows}>
      {days.map(([day, items]) => (
        <Day key={day} day={day} items={items} targets={targets} states={states} />
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

function byDay(records: DogRecord[]): [string, DogRecord[]][] {
  const days = new Map<string, DogRecord[]>();
  for (const record of records) {
    const day = toLocalDay(new Date(record.occurredAt));
    const items = days.get(day);
    if (items) items.push(record);
    else days.set(day, [record]);
  }
  return [...days];
}

interface DayProps {
  day: string;
  items: DogRecord[];
  targets: Target[];
  states: Map<string, Waiting["state"]>;
}

const sameItems = (a: DogRecord[], b: DogRecord[]) =>
  a.length === b.length && a.every((record, place) => record === b[place]);

// A page more does not draw the days before it again.
const Day = memo(
  function Day({ day, items, targets, states }: DayProps) {
    return (
      <section aria-labelledby={`day-${day}`}>
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
    );
  },
  (before, after) =>
    before.targets === after.targets &&
    before.states === after.states &&
    sameItems(before.items, after.items),
);
