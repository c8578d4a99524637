// Homework over all dogs or of one: what is due and how to do it, that it was done, and how it went before.
import { Button, NativeSelect, Stack, Title } from "@mantine/core";
import { IconListCheck, IconPlus } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { useDogs } from "@/features/dogs/dogs.queries";
import { useRecordsOfDogs } from "@/features/records/agenda.queries";
import { type HomeworkState, homeworkStates, isToDo } from "@/shared/agenda/homework";
import type { Dog, RecordType } from "@/shared/api/types";
import { canLog } from "@/shared/lib/access";
import { useNow } from "@/shared/lib/useNow";
import { Page } from "@/shared/ui/Page";
import { EmptyState, ErrorState, ListSkeleton } from "@/shared/ui/states";
import { HomeworkCard } from "./HomeworkCard";

const types: RecordType[] = ["homework", "homework-log"];

export function HomeworkPage() {
  const { t } = useTranslation();
  const found = useDogs();
  const dogs = found.data?.pages.flatMap((page) => page.items) ?? [];
  const [search, setSearch] = useSearchParams();
  const chosen = dogs.filter(({ id }) => id === search.get("dog"));
  const shown = chosen.length > 0 ? chosen : dogs;
  const { records, isPending, error, refetch } = useRecordsOfDogs(shown, types);
  const now = useNow();
  const states = useMemo(() => homeworkStates(records, now), [records, now]);
  const assigner = shown.find((dog) => dog.you.role === "trainer" && canLog(dog, "homework"));
  const assign = assigner && (
    <Button
      component={Link}
      to={`/dogs/${assigner.id}/log/homework`}
      variant={states.length > 0 ? "light" : "filled"}
      leftSection={<IconPlus size={18} aria-hidden />}
    >
      {t("homework.assign")}
    </Button>
  );
  return (
    <Page title={t("homework.title")} back="/" actions={states.length > 0 && assign}>
      <Stack gap="lg">
        {dogs.length > 1 && (
          <NativeSelect
            label={t("homework.dog")}
            value={chosen[0]?.id ?? ""}
            onChange={({ currentTarget: { value } }) =>
              setSearch(value ? { dog: value } : {}, { replace: true })
            }
            data={[
              { value: "", label: t("homework.allDogs") },
              ...dogs.map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
        )}
        {found.isPending || isPending ? (
          <ListSkeleton rows={3} height={140} />
        ) : error && records.length === 0 ? (
          <ErrorState error={error} retry={refetch} />
        ) : states.length === 0 ? (
          <EmptyState
            icon={<IconListCheck size={36} />}
            title={t("homework.emptyTitle")}
            text={t("homework.emptyText")}
            action={assign}
          />
        ) : (
          <>
            <Part title={t("homework.toDo")} states={states.filter(isToDo)} dogs={dogs} />
            <Part
              title={t("homework.doneList")}
              states={states.filter(({ standing }) => standing === "done")}
              dogs={dogs}
            />
            <Part
              title={t("homework.overList")}
              states={states.filter(({ standing }) => standing === "over")}
              dogs={dogs}
            />
          </>
        )}
      </Stack>
    </Page>
  );
}

function Part({ title, states, dogs }: { title: string; states: HomeworkState[]; dogs: Dog[] }) {
  if (states.length === 0) return null;
  return (
    <section aria-label={title}>
      <Title order={2} size="h4" mb="xs">
        {title}
      </Title>
      <Stack gap="sm">
        {states.map((state) => (
          <HomeworkCard
            key={state.homework.id}
            state={state}
            dog={dogs.find(({ id }) => id === state.homework.dogId)}
          />
        ))}
      </Stack>
    </section>
  );
}
