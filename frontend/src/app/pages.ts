// The pages that the navigation and the command palette lead to, each told once with who sees it.
import {
  IconCalendar,
  IconChartLine,
  IconDog,
  IconEye,
  IconHeartbeat,
  IconListCheck,
  IconSun,
  IconTargetArrow,
  IconTimeline,
  IconUsers,
} from "@tabler/icons-react";
import type { TFunction } from "i18next";
import type { Dog } from "@/shared/api/types";
import { canRead } from "@/shared/lib/access";

const shown = <P extends { shown: boolean }>(pages: P[]) => pages.filter((page) => page.shown);

/** Over all dogs. */
export function overviewPages(t: TFunction) {
  return [
    { to: "/", end: true, label: t("today.title"), Icon: IconSun },
    { to: "/calendar", label: t("calendar.title"), Icon: IconCalendar },
    { to: "/homework", label: t("homework.title"), Icon: IconListCheck },
    { to: "/dogs", end: true, label: t("dogs.title"), Icon: IconDog },
  ];
}

/** The main ones of a dog. */
export function dogPages(dog: Dog, t: TFunction) {
  const base = `/dogs/${dog.id}`;
  return shown([
    { to: base, end: true, label: t("nav.timeline"), Icon: IconTimeline, shown: true },
    {
      to: `${base}/targets`,
      label: t("nav.training"),
      Icon: IconTargetArrow,
      shown: canRead(dog, "training"),
    },
    {
      to: `${base}/progress`,
      label: t("nav.progress"),
      Icon: IconChartLine,
      shown: canRead(dog, "training") || canRead(dog, "behavior"),
    },
    { to: `${base}/people`, label: t("nav.people"), Icon: IconUsers, shown: true },
  ]);
}

/** Those of one section of a dog, which the timeline leads to. */
export function sectionPages(dog: Dog, t: TFunction) {
  const base = `/dogs/${dog.id}`;
  return shown([
    { to: `${base}/behavior`, label: t("behavior.title"), Icon: IconEye, shown: canRead(dog, "behavior") },
    { to: `${base}/health`, label: t("health.title"), Icon: IconHeartbeat, shown: canRead(dog, "health") },
  ]);
}
