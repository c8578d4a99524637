// One piece of homework: what and until when at a glance; opened, how to do it, how it went, and its history.
import { Badge, Button, Card, Collapse, Group, Text, Title } from "@mantine/core";
import { IconCheck, IconChevronDown } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "react-router";
import { useOneTap } from "@/features/records/agenda.queries";
import { type HomeworkState, isToDo } from "@/shared/agenda/homework";
import type { Dog } from "@/shared/api/types";
import { canLog } from "@/shared/lib/access";
import { formatDay, startOfDay } from "@/shared/lib/time";
import { HomeworkForm } from "./HomeworkForm";
import { HomeworkHistory } from "./HomeworkHistory";
import { HomeworkSteps } from "./HomeworkSteps";
import { allStepsDone } from "./homework.queries";

export function HomeworkCard({ state, dog }: { state: HomeworkState; dog: Dog | undefined }) {
  const { t } = useTranslation();
  const { homework, standing, logs, doneThisWeek } = state;
  // A link to one piece opens it.
  const aimedAt = useLocation().hash === `#${homework.id}`;
  const [opened, setOpened] = useState(aimedAt);
  const [telling, setTelling] = useState(false);
  const card = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (aimedAt) card.current?.scrollIntoView({ block: "start" });
  }, [aimedAt]);
  const tap = useOneTap(homework.dogId);
  const mayLog = dog && canLog(dog, "homework-log");
  const { timesPerWeek, dueOn } = homework;
  const last = logs[0];
  const facts = [
    dog?.name,
    t("homework.from", { name: homework.author.name }),
    dueOn && t("today.dueOn", { day: formatDay(startOfDay(dueOn)) }),
    timesPerWeek !== undefined && t("homework.thisWeek", { done: doneThisWeek, count: timesPerWeek }),
    last ? t("homework.lastDone", { day: formatDay(new Date(last.occurredAt)) }) : t("homework.neverDone"),
  ];
  return (
    <Card component="article" ref={card} aria-labelledby={`title-${homework.id}`}>
      <Group gap="xs" justify="space-between" wrap="nowrap" align="flex-start">
        <div>
          <Group gap="xs">
            <Title order={3} size="h5" id={`title-${homework.id}`}>
              {homework.title}
            </Title>
            {standing === "overdue" && (
              <Badge variant="light" color="red" tt="none">
                {t("today.overdue")}
              </Badge>
            )}
          </Group>
          <Text size="sm" c="dimmed">
            {facts.filter(Boolean).join(" · ")}
          </Text>
        </div>
        {mayLog && standing !== "over" && (
          <Button
            style={{ flexShrink: 0 }}
            variant={isToDo(state) ? "filled" : "light"}
            loading={tap.isPending}
            leftSection={<IconCheck size={18} aria-hidden />}
            onClick={() => tap.write(allStepsDone(homework), t("homework.saved"))}
            aria-label={t("homework.doneThis", { title: homework.title })}
          >
            {t("homework.done")}
          </Button>
        )}
      </Group>
      <Button
        mt="xs"
        variant="subtle"
        justify="space-between"
        fullWidth
        aria-expanded={opened}
        rightSection={<IconChevronDown size={18} aria-hidden />}
        onClick={() => setOpened(!opened)}
      >
        {t("homework.how")}
      </Button>
      <Collapse expanded={opened}>
        <HomeworkSteps homework={homework} />
        {mayLog && standing !== "over" && !telling && (
          <Button variant="light" mt="sm" onClick={() => setTelling(true)}>
            {t("homework.howItWent")}
          </Button>
        )}
        {telling && <HomeworkForm homework={homework} onDone={() => setTelling(false)} />}
        {!mayLog && (
          <Text size="sm" c="dimmed" mt="sm">
            {t("homework.readOnly")}
          </Text>
        )}
        <HomeworkHistory homework={homework} logs={logs} />
        <Button
          component={Link}
          to={`/dogs/${homework.dogId}/records/${homework.id}`}
          variant="subtle"
          mt="xs"
          px="xs"
        >
          {t("homework.details")}
        </Button>
      </Collapse>
    </Card>
  );
}
