// Watching: the clock, and a big button for each behavior.
import { Button, Group, Text, VisuallyHidden } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useDog } from "@/shared/lib/dogContext";
import { formatClock } from "@/shared/lib/time";
import { useLabels } from "@/shared/lib/useLabels";
import { TappingPage } from "../tapping/TappingPage";
import tapping from "../tapping/tapping.module.css";
import { UndoLast } from "../tapping/UndoLast";
import { ContinuousPads } from "./ContinuousPads";
import { cuePreferences } from "./cuePreferences";
import { IntervalPads } from "./IntervalPads";
import { useCues, useScreenStaysOn } from "./useCues";
import { type ObservationDraftState, secondsSince } from "./useObservationDraft";
import { endedIntervals } from "./watching";

export function Watching({ observation }: { observation: ObservationDraftState }) {
  const { t } = useTranslation();
  const { choice } = useLabels();
  const dog = useDog();
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
    <TappingPage
      title={t("observe.watching", { name: dog.name })}
      about={
        <Text size="sm" c="dimmed">
          {choice(fields.method)}
        </Text>
      }
      leaveLabel={t("observe.leave")}
      action={
        <Button disabled={seconds < 1 || (length !== undefined && ended === 0)} onClick={observation.finish}>
          {t("session.finish")}
        </Button>
      }
    >
      <Group justify="space-between" align="flex-end" wrap="nowrap">
        <div>
          <Text className={tapping.figure} role="timer" aria-label={t("observe.elapsed")}>
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
        <UndoLast disabled={draft.taps.length === 0} onUndo={undo} />
      </Group>
      <VisuallyHidden role="status">{over && t("observe.over")}</VisuallyHidden>
      {length === undefined ? (
        <ContinuousPads draft={draft} seconds={seconds} over={over} onTap={tap} />
      ) : (
        <IntervalPads draft={draft} length={length} seconds={seconds} onTap={tap} />
      )}
    </TappingPage>
  );
}
