// A visit as its report card: how it went, made to be read by those who were not there.
import { Group, SimpleGrid, Stack, Text, ThemeIcon } from "@mantine/core";
import {
  IconBone,
  IconBowl,
  IconCheck,
  IconDroplet,
  IconMoodEmpty,
  IconMoodHappy,
  IconMoodSick,
  IconMoodSmile,
  IconMoodTongueWink,
  IconPill,
  IconPoo,
  IconX,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Visit } from "../api/types";
import { formatDayAndTime, formatTime, toLocalDay } from "../lib/time";
import { useLabels } from "../lib/useLabels";
import { MarkdownText } from "../markdown/MarkdownText";
import classes from "./VisitCard.module.css";

const moods = {
  happy: { Icon: IconMoodHappy, color: "pine" },
  calm: { Icon: IconMoodSmile, color: "pine" },
  tired: { Icon: IconMoodTongueWink, color: "blue" },
  stressed: { Icon: IconMoodEmpty, color: "orange" },
  unwell: { Icon: IconMoodSick, color: "red" },
} as const;

const ticks = [
  ["food", IconBone],
  ["water", IconBowl],
  ["pee", IconDroplet],
  ["poop", IconPoo],
  ["medication", IconPill],
] as const;

export function VisitCard({ visit }: { visit: Visit }) {
  const { t } = useTranslation();
  const { choice } = useLabels();
  const mood = visit.mood && moods[visit.mood];
  return (
    <Stack gap="md">
      <Group wrap="nowrap" gap="md">
        {mood && (
          <ThemeIcon size={64} radius="xl" variant="light" color={mood.color} aria-hidden="true">
            <mood.Icon size={40} />
          </ThemeIcon>
        )}
        <div>
          <Text fz="xl" fw={800} lh={1.2}>
            {[choice(visit.kind), visit.mood && choice(visit.mood)].filter(Boolean).join(" · ")}
          </Text>
          <Times visit={visit} />
        </div>
      </Group>
      {visit.report ? (
        <div className={classes.report}>
          <MarkdownText text={visit.report} />
        </div>
      ) : (
        <Text c="dimmed">{t("visit.noReport")}</Text>
      )}
      <SimpleGrid
        component="ul"
        cols={{ base: 2, xs: 3 }}
        spacing="xs"
        className={classes.ticks}
        aria-label={t("visit.ticks")}
      >
        {ticks.map(([name, Icon]) => (
          <li key={name} className={classes.tick} data-done={visit[name] || undefined}>
            <Icon size={22} aria-hidden />
            <Text span size="sm" flex={1}>
              {t(`visit.${name}`)}
            </Text>
            {visit[name] ? (
              <IconCheck size={18} role="img" aria-label={t("visit.yes")} />
            ) : (
              <IconX size={18} role="img" aria-label={t("visit.not")} />
            )}
          </li>
        ))}
      </SimpleGrid>
      {visit.route && (
        <Text>
          <Text span c="dimmed">{`${t("visit.route")}: `}</Text>
          {visit.route}
        </Text>
      )}
    </Stack>
  );
}

/** From when to when, how long, how far. */
function Times({ visit: { occurredAt, endedAt, distanceMeters } }: { visit: Visit }) {
  const { t } = useTranslation();
  const start = new Date(occurredAt);
  const end = endedAt === undefined ? undefined : new Date(endedAt);
  const ends = end && (toLocalDay(end) === toLocalDay(start) ? formatTime(end) : formatDayAndTime(end));
  const minutes = end && Math.round((end.getTime() - start.getTime()) / 60_000);
  const took =
    minutes !== undefined &&
    (minutes < 60
      ? t("visit.tookMinutes", { minutes })
      : t("visit.tookHours", { hours: Math.floor(minutes / 60), minutes: minutes % 60 }));
  const facts = [
    [formatDayAndTime(start), ends].filter(Boolean).join(" – "),
    took,
    distanceMeters !== undefined && distance(distanceMeters),
  ];
  return <Text c="dimmed">{facts.filter(Boolean).join(" · ")}</Text>;
}

function distance(meters: number): string {
  const [value, unit] = meters < 1000 ? [Math.round(meters), "meter"] : [meters / 1000, "kilometer"];
  return new Intl.NumberFormat(undefined, {
    style: "unit",
    unit,
    maximumFractionDigits: 1,
  } as Intl.NumberFormatOptions).format(value as number);
}
