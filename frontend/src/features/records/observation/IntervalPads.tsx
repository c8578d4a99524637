// Whether each behavior was seen in an interval. Taps go to the interval that the method asks for now, or, until the
// next one, to an earlier one that is to be mended.
import { ActionIcon, Group, Progress, Text, UnstyledButton } from "@mantine/core";
import { IconCheck, IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { feelTap } from "../tapping/feelTap";
import type { ObservationDraft } from "./useObservationDraft";
import classes from "./Watching.module.css";
import { askedInterval, endedIntervals, scoresOf } from "./watching";

interface IntervalPadsProps {
  draft: ObservationDraft;
  /** Seconds of an interval. */
  length: number;
  seconds: number;
  onTap: (behavior: string, interval: number) => void;
}

export function IntervalPads({ draft, length, seconds, onTap }: IntervalPadsProps) {
  const { t } = useTranslation();
  const { fields, plannedSeconds, taps } = draft;
  const asked = askedInterval(fields.method, seconds, length, plannedSeconds);
  // What was gone back to holds until the method asks for the next one.
  const [mended, setMended] = useState<{ interval: number; asked: number | undefined }>();
  const shown = mended && mended.asked === asked ? mended.interval : asked;
  const total = plannedSeconds === undefined ? undefined : endedIntervals(plannedSeconds, length);
  const rows = scoresOf(taps, fields.behaviors, (asked ?? -1) + 1);
  const go = (interval: number) => setMended({ interval, asked });

  return (
    <>
      <Progress
        value={((seconds % length) / length) * 100}
        transitionDuration={0}
        aria-label={t("observe.interval")}
      />
      {shown === undefined || asked === undefined ? (
        <Text className={classes.question}>{t("observe.firstCue", { count: length })}</Text>
      ) : (
        <>
          <Group justify="space-between" wrap="nowrap">
            <ActionIcon
              size="xl"
              variant="default"
              aria-label={t("observe.earlier")}
              disabled={shown === 0}
              onClick={() => go(shown - 1)}
            >
              <IconChevronLeft aria-hidden />
            </ActionIcon>
            <Text className={classes.question} role="status">
              {total
                ? t("observe.intervalOf", { number: shown + 1, total })
                : t("observe.intervalNumber", { number: shown + 1 })}
              <Text span display="block" size="sm" c="dimmed">
                {t(`observe.ask.${fields.method as "momentary"}`)}
              </Text>
            </Text>
            <ActionIcon
              size="xl"
              variant="default"
              aria-label={t("observe.later")}
              disabled={shown === asked}
              onClick={() => go(shown + 1)}
            >
              <IconChevronRight aria-hidden />
            </ActionIcon>
          </Group>
          <div className={classes.pads}>
            {rows.map(({ behavior, scores }) => (
              <UnstyledButton
                key={behavior}
                className={classes.pad}
                aria-pressed={scores[shown] === true}
                data-on={scores[shown] || undefined}
                onClick={() => {
                  feelTap();
                  onTap(behavior, shown);
                }}
              >
                <Text span className={classes.name}>
                  {behavior}
                </Text>
                <Text span className={classes.figure}>
                  {scores[shown] && <IconCheck size={20} stroke={3} aria-hidden />}
                  {t("observe.seenIn", {
                    seen: scores.filter(Boolean).length,
                    count: scores.length,
                  })}
                </Text>
              </UnstyledButton>
            ))}
          </div>
        </>
      )}
    </>
  );
}
