// Appointments over all dogs or of one: by month, week or as a list; what is shown stands in the address.
import type { CalendarRef } from "@fullcalendar/react";
import { Button, NativeSelect, Stack } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { useCallback, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { useMe } from "@/features/accounts/accounts.queries";
import { useDogs } from "@/features/dogs/dogs.queries";
import { useRecordsOfDogs } from "@/features/records/agenda.queries";
import type { Occurrence } from "@/shared/agenda/occurrences";
import { useOccurrences } from "@/shared/agenda/useOccurrences";
import type { RecordType } from "@/shared/api/types";
import { canEdit, canLog } from "@/shared/lib/access";
import { toLocalDay } from "@/shared/lib/time";
import { Page } from "@/shared/ui/Page";
import { ErrorState, ListSkeleton } from "@/shared/ui/states";
import { Board, type View, views } from "./Board";
import { CalendarBar } from "./CalendarBar";
import { MoveDialog } from "./MoveDialog";
import type { Times } from "./moves";
import { NewAppointmentDialog } from "./NewAppointmentDialog";
import { OccurrenceDialog } from "./OccurrenceDialog";
import { useMoving } from "./useMoving";

const types: RecordType[] = ["appointment", "rsvp"];
const none: Occurrence[] = [];
const firstRange = () => ({ from: new Date(), to: new Date(), title: "" });

export function CalendarPage() {
  const { t } = useTranslation();
  const { data: me } = useMe();
  const found = useDogs();
  const dogs = useMemo(() => found.data?.pages.flatMap((page) => page.items) ?? [], [found.data]);
  const [search, setSearch] = useSearchParams();
  const one = search.get("dog");
  const chosen = useMemo(() => dogs.filter(({ id }) => id === one), [dogs, one]);
  const shown = chosen.length > 0 ? chosen : dogs;
  const { records, isPending, error, refetch } = useRecordsOfDogs(shown, types);
  const [range, setRange] = useState(firstRange);
  const occurrences = useOccurrences(records, range.from, range.to) ?? none;
  const board = useRef<CalendarRef>(null);
  const narrow = useMediaQuery("(max-width: 47.99em)", undefined, { getInitialValueInEffect: false });
  const asked = search.get("view");
  const view: View = asked && asked in views ? (asked as View) : narrow ? "agenda" : "month";
  const moving = useMoving(occurrences);

  const change = (parts: Record<string, string | undefined>) =>
    setSearch(
      (before) => {
        for (const [name, value] of Object.entries(parts))
          value === undefined ? before.delete(name) : before.set(name, value);
        return before;
      },
      { replace: true },
    );
  const mayMove = useCallback(
    ({ appointment }: Occurrence) => {
      const dog = dogs.find(({ id }) => id === appointment.dogId);
      return dog !== undefined && canEdit(dog, appointment, me);
    },
    [dogs, me],
  );
  const planners = shown.filter((dog) => canLog(dog, "appointment"));
  const opened = occurrences.find(({ key }) => key === search.get("open"));
  const planned = search.get("new");
  const openedDog = dogs.find(({ id }) => id === opened?.appointment.dogId);
  const move = (occurrence: Occurrence, to: Times, revert?: () => void) =>
    moving.begin({ occurrence, to, ...(revert && { revert }) });
  const atTime = (at: Date, wholeDay: boolean) => {
    if (planners.length === 0) return;
    if (wholeDay) at.setHours(10);
    change({ new: at.toISOString() });
  };

  return (
    <Page
      title={t("calendar.title")}
      back="/"
      wide
      actions={
        planners.length > 0 && (
          <Button
            onClick={() => change({ new: "" })}
            leftSection={<IconPlus size={18} aria-hidden />}
            aria-label={t("calendar.add")}
          >
            {t("calendar.addShort")}
          </Button>
        )
      }
    >
      {found.isPending || (isPending && shown.length > 0) ? (
        <ListSkeleton rows={4} />
      ) : error && records.length === 0 ? (
        <ErrorState error={error} retry={refetch} />
      ) : (
        <Stack gap="sm">
          {dogs.length > 1 && (
            <NativeSelect
              label={t("homework.dog")}
              value={chosen[0]?.id ?? ""}
              onChange={({ currentTarget: { value } }) => change({ dog: value || undefined })}
              data={[
                { value: "", label: t("homework.allDogs") },
                ...dogs.map(({ id, name }) => ({ value: id, label: name })),
              ]}
            />
          )}
          <CalendarBar
            title={range.title}
            view={view}
            onView={(next) => {
              board.current?.getApi().changeView(views[next]);
              change({ view: next });
            }}
            onGo={(where) => board.current?.getApi()[where]()}
          />
          <Board
            ref={board}
            view={view}
            narrow={narrow}
            day={search.get("day") ?? undefined}
            occurrences={occurrences}
            dogs={shown}
            mayMove={mayMove}
            onRange={(from, to, title) => {
              setRange({ from, to, title });
              const day = board.current?.getApi().getDate();
              if (day && search.get("day")) change({ day: toLocalDay(day) });
            }}
            onOpen={({ key }) => change({ open: key })}
            onTime={atTime}
            onMove={move}
          />
        </Stack>
      )}
      {opened && openedDog && (
        <OccurrenceDialog
          key={opened.key}
          occurrence={opened}
          records={records}
          dog={openedDog}
          mayMove={mayMove(opened)}
          onMove={(to) => {
            change({ open: undefined });
            move(opened, to);
          }}
          onClose={() => change({ open: undefined })}
        />
      )}
      {planned !== null && planners.length > 0 && (
        <NewAppointmentDialog dogs={planners} at={planned} onClose={() => change({ new: undefined })} />
      )}
      {moving.asked && <MoveDialog {...moving.asked} />}
    </Page>
  );
}
