// What concerns somebody now, over all their dogs: from what the device keeps, so it is there without a network.
import { Button, Group, Stack } from "@mantine/core";
import { IconCalendar, IconListCheck, IconPlus, IconSun } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useMe } from "@/features/accounts/accounts.queries";
import { useRecordsOfDogs } from "@/features/records/agenda.queries";
import { useOccurrences } from "@/shared/agenda/useOccurrences";
import type { Dog } from "@/shared/api/types";
import { canLog } from "@/shared/lib/access";
import { formatDay } from "@/shared/lib/time";
import { useNow } from "@/shared/lib/useNow";
import { Page } from "@/shared/ui/Page";
import { EmptyState, ErrorState, ListSkeleton } from "@/shared/ui/states";
import { AgendaSection } from "./AgendaSection";
import { AlertsSection } from "./AlertsSection";
import { CareSection } from "./CareSection";
import { DogsStrip } from "./DogsStrip";
import { HomeworkSection } from "./HomeworkSection";
import { agenda, daysAhead, duties, todayTypes } from "./today";
import { VisitsSection } from "./VisitsSection";

export function TodayPage({ dogs }: { dogs: Dog[] }) {
  const { t } = useTranslation();
  const now = useNow();
  const { data: me } = useMe();
  const { records, isPending, error, refetch } = useRecordsOfDogs(dogs, todayTypes);
  const due = useMemo(() => duties(records, me?.id, now), [records, me?.id, now]);
  const day = (ahead: number) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + ahead);
  const occurrences = useOccurrences(records, day(0), day(daysAhead));
  const days = occurrences && agenda(occurrences, now);
  const nothing = Object.values(due).every(({ length }) => length === 0) && days?.length === 0;
  return (
    <Page title={t("today.title")} subtitle={formatDay(now)}>
      <Stack gap="lg">
        <DogsStrip dogs={dogs} />
        <Shortcuts />
        {error && records.length === 0 ? (
          <ErrorState error={error} retry={refetch} />
        ) : isPending || !days ? (
          <ListSkeleton rows={3} />
        ) : nothing ? (
          <NothingDue dogs={dogs} />
        ) : (
          <>
            <AlertsSection alerts={due.alerts} dogs={dogs} />
            <CareSection doses={due.doses} vaccinations={due.vaccinations} dogs={dogs} />
            <HomeworkSection states={due.homework} dogs={dogs} />
            <AgendaSection days={days} dogs={dogs} now={now} />
            <VisitsSection visits={due.visits} dogs={dogs} />
          </>
        )}
      </Stack>
    </Page>
  );
}

function Shortcuts() {
  const { t } = useTranslation();
  return (
    <Group grow gap="xs">
      <Button
        component={Link}
        to="/calendar"
        variant="light"
        px="sm"
        leftSection={<IconCalendar size={18} aria-hidden />}
      >
        {t("calendar.title")}
      </Button>
      <Button
        component={Link}
        to="/homework"
        variant="light"
        px="sm"
        leftSection={<IconListCheck size={18} aria-hidden />}
      >
        {t("homework.title")}
      </Button>
    </Group>
  );
}

function NothingDue({ dogs }: { dogs: Dog[] }) {
  const { t } = useTranslation();
  const mayPlan = dogs.some((dog) => canLog(dog, "appointment"));
  return (
    <EmptyState
      icon={<IconSun size={36} />}
      title={t("today.nothingTitle")}
      text={t(mayPlan ? "today.nothingText" : "today.nothingReader")}
      action={
        <Group justify="center" gap="xs">
          {mayPlan && (
            <Button component={Link} to="/calendar?new" leftSection={<IconPlus size={18} aria-hidden />}>
              {t("calendar.add")}
            </Button>
          )}
        </Group>
      }
    />
  );
}
