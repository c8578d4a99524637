// Every event with its time: a tap for a moment, two for what lasts.
import { Text, UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { formatClock } from "@/shared/lib/time";
import { feelTap } from "../tapping/feelTap";
import type { ObservationDraft } from "./useObservationDraft";
import classes from "./Watching.module.css";
import { eventsOf, seenOf } from "./watching";

interface ContinuousPadsProps {
  draft: ObservationDraft;
  seconds: number;
  over: boolean;
  onTap: (behavior: string) => void;
}

export function ContinuousPads({ draft, seconds, over, onTap }: ContinuousPadsProps) {
  const { t } = useTranslation();
  const { behaviors } = draft.fields;
  const events = eventsOf(draft.taps, behaviors);
  return (
    <div className={classes.pads}>
      {behaviors.map(({ name, kind }) => {
        const { count, seconds: lasted } = seenOf(events, name, seconds);
        const state = kind === "state";
        const going = state && events.some((one) => one.behavior === name && one.offsetSeconds === undefined);
        return (
          <UnstyledButton
            key={name}
            className={classes.pad}
            aria-pressed={state ? going : undefined}
            data-on={going || undefined}
            disabled={over}
            onClick={() => {
              feelTap();
              onTap(name);
            }}
          >
            <Text span className={classes.name}>
              {name}
            </Text>
            <Text span className={classes.figure}>
              {t("observe.times", { count })}
              {state && ` · ${formatClock(lasted)}`}
            </Text>
            {state && (
              <Text span size="sm">
                {going ? t("observe.tapEnds") : t("observe.tapBegins")}
              </Text>
            )}
          </UnstyledButton>
        );
      })}
    </div>
  );
}
