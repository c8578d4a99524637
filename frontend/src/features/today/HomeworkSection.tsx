import { Button } from "@mantine/core";
import { IconListCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { allStepsDone } from "@/features/homework/homework.queries";
import { useOneTap } from "@/features/records/agenda.queries";
import type { HomeworkState } from "@/shared/agenda/homework";
import type { Dog } from "@/shared/api/types";
import { canLog } from "@/shared/lib/access";
import { formatDay, startOfDay } from "@/shared/lib/time";
import { dogOf } from "./dogOf";
import { TodayRow, TodaySection } from "./TodaySection";

export function HomeworkSection({ states, dogs }: { states: HomeworkState[]; dogs: Dog[] }) {
  const { t } = useTranslation();
  if (states.length === 0) return null;
  return (
    <TodaySection title={t("homework.title")}>
      {states.map((state) => (
        <HomeworkRow key={state.homework.id} state={state} dog={dogOf(dogs, state.homework)} />
      ))}
    </TodaySection>
  );
}

function HomeworkRow({ state, dog }: { state: HomeworkState; dog: Dog | undefined }) {
  const { t } = useTranslation();
  const { homework, standing, doneThisWeek } = state;
  const tap = useOneTap(homework.dogId);
  const { timesPerWeek, dueOn } = homework;
  return (
    <TodayRow
      to={`/homework#${homework.id}`}
      icon={<IconListCheck size={22} />}
      title={homework.title}
      dogName={dog?.name}
      detail={
        timesPerWeek !== undefined
          ? t("homework.thisWeek", { done: doneThisWeek, count: timesPerWeek })
          : dueOn && t("today.dueOn", { day: formatDay(startOfDay(dueOn)) })
      }
      badge={standing === "overdue" && t("today.overdue")}
      badgeColor="red"
      action={
        dog &&
        canLog(dog, "homework-log") && (
          <Button
            size="sm"
            px="sm"
            loading={tap.isPending}
            onClick={() => tap.write(allStepsDone(homework), t("homework.saved"))}
            aria-label={t("homework.doneThis", { title: homework.title })}
          >
            {t("homework.done")}
          </Button>
        )
      }
    />
  );
}
