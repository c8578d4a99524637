// Watching: the clock, and a big button for each behavior.
import { ActionIcon, Button, Group, Text, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { IconArrowBackUp, IconX } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useDog } from "@/shared/lib/dogContext";
import { formatClock } from "@/shared/lib/time";
import { useLabels } from "@/shared/lib/useLabels";
import { ContinuousPads } from "./ContinuousPads";
import { cuePreferences } from "./cuePreferences";
import { IntervalPads } from "./IntervalPads";
import { useCues, useScreenStaysOn } from "./useCues";
import { type ObservationDraftState, secondsSince } from "./useObservationDraft";
import classes from "./Watching.module.css";
import { endedIntervals } from "./watching";

export function Watching({ observation }: { observation: ObservationDraftState }) {
  const { t } = useTranslation();
  const { choice } = useLabels();
  const dog = useDog();
  const navigate = useNavigate();
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const tick = setInterval(() => setNow(Date.now()), 200);
    return () => clearInterval(tick);
  }, []);

  const { draft, tap, undo } = observation;
  const { fields, plannedSeconds } = draft;
  const seconds = secondsSince(draft, now);
  const over = plannedSeconds !== undefined && seconds >= plannedSeconds;
  const length = fields.method === "continuous" ? undefined : fields.intervalSeconds;
  const ended = length ? endedIntervals(seconds, length) : 0;
  useCues(cuePreferences(), ended, over);
  useScreenStaysOn();

  return (
    <div className={classes.page}>
      <Group justify="space-between" wrap="nowrap">
        <Group gap={4} wrap="nowrap">
          <ActionIcon
            aria-label={t("observe.leave")}
            title={t("observe.leave")}
            onClick={() => navigate(`/dogs/${dog.id}`)}
            ml={-10}
          >
            <IconX aria-hidden />
          </ActionIcon>
          <div>
            <Text component="h1" fw={700} m={0}>
              {t("observe.watching", { name: dog.name })}
            </Text>
            <Text size="sm" c="dimmed">
              {choice(fields.method)}
            </Text>
          </div>
        </Group>
        <Button disabled={seconds < 1 || (length !== undefined && ended === 0)} onClick={observation.finish}>
          {t("session.finish")}
        </Button>
      </Group>
      <Group justify="space-between" align="flex-end" wrap="nowrap">
        <div>
          <Text className={classes.clock} role="timer" aria-label={t("observe.elapsed")}>
            {formatClock(seconds)}
          </Text>
          {plannedSeconds !== undefined && (
            <Text c="dimmed">
              {over
                ? t("observe.over")
                : t("observe.left", { time: formatClock(Math.ceil(plannedSeconds - seconds)) })}
            </Text>
          )}
        </div>
        <UnstyledButton className={classes.undo} disabled={draft.taps.length === 0} onClick={undo}>
          <IconArrowBackUp size={22} aria-hidden />
          {t("session.undo")}
        </UnstyledButton>
      </Group>
      <VisuallyHidden role="status">{over && t("observe.over")}</VisuallyHidden>
      {length === undefined ? (
        <ContinuousPads draft={draft} seconds={seconds} over={over} onTap={tap} />
      ) : (
        <IntervalPads draft={draft} length={length} seconds={seconds} onTap={tap} />
      )}
    </div>
  );
}
