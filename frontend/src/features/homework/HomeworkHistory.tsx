// When homework was done, by whom, and how it went; newest first.
import { Button, Stack, Text, Title } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Homework, HomeworkLog } from "@/shared/api/types";
import { formatDayAndTime } from "@/shared/lib/time";

const few = 5;

export function HomeworkHistory({ homework, logs }: { homework: Homework; logs: HomeworkLog[] }) {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  return (
    <Stack component="section" gap="xs" mt="md" aria-labelledby={`history-${homework.id}`}>
      <Title order={4} size="h6" id={`history-${homework.id}`}>
        {t("homework.history")}
      </Title>
      {logs.length === 0 && <Text c="dimmed">{t("homework.historyEmpty")}</Text>}
      <Stack component="ul" gap="xs" m={0} p={0} style={{ listStyle: "none" }}>
        {(all ? logs : logs.slice(0, few)).map((log) => (
          <li key={log.id}>
            <Log log={log} steps={homework.steps.length} />
          </li>
        ))}
      </Stack>
      {!all && logs.length > few && (
        <Button variant="subtle" onClick={() => setAll(true)}>
          {t("homework.moreHistory", { count: logs.length })}
        </Button>
      )}
    </Stack>
  );
}

function Log({ log, steps }: { log: HomeworkLog; steps: number }) {
  const { t } = useTranslation();
  const { done = [], minutes, difficulty, comment } = log;
  const levels = ["level1", "level2", "level3", "level4", "level5"] as const;
  const level = difficulty === undefined ? undefined : levels[difficulty - 1];
  const facts = [
    log.author.name,
    done.length < steps && t("homework.stepsDone", { done: done.length, count: steps }),
    minutes !== undefined && t("homework.minutesShort", { count: minutes }),
    level && t(`homework.${level}`),
  ];
  return (
    <>
      <Text component={Link} to={`/dogs/${log.dogId}/records/${log.id}`} size="sm" fw={600} c="inherit">
        <time dateTime={log.occurredAt}>{formatDayAndTime(new Date(log.occurredAt))}</time>
      </Text>
      <Text span size="sm" c="dimmed">{` · ${facts.filter(Boolean).join(" · ")}`}</Text>
      {comment && (
        <Text size="sm" style={{ whiteSpace: "pre-line" }}>
          {comment}
        </Text>
      )}
    </>
  );
}
