// What the command palette offers: the pages, the dogs, and what can be logged of the dog at hand.
import {
  IconBell,
  IconBuildingCommunity,
  IconCalendar,
  IconDog,
  IconListCheck,
  IconSearch,
  IconSettings,
  IconShieldLock,
  IconSun,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useDogs } from "@/features/dogs/dogs.queries";
import type { Dog, Section } from "@/shared/api/types";
import { canLog, canRead } from "@/shared/lib/access";
import { isLogged, recordTypes } from "@/shared/lib/recordTypes";
import { useLabels } from "@/shared/lib/useLabels";

export interface Command {
  to: string;
  label: string;
  icon?: ReactNode;
}

export interface CommandGroup {
  group: string;
  commands: Command[];
}

export function useCommands(dog: Dog | undefined): CommandGroup[] {
  const { t } = useTranslation();
  const labels = useLabels();
  const dogs = useDogs().data?.pages.flatMap((page) => page.items) ?? [];
  const base = dog && `/dogs/${dog.id}`;
  const readable = (section: Section) => dog && canRead(dog, section);
  const ofDog = dog
    ? [
        { to: `${base}`, label: t("nav.timeline"), shown: true },
        { to: `${base}/targets`, label: t("nav.training"), shown: readable("training") },
        { to: `${base}/behavior`, label: t("behavior.title"), shown: readable("behavior") },
        { to: `${base}/health`, label: t("health.title"), shown: readable("health") },
        {
          to: `${base}/progress`,
          label: t("nav.progress"),
          shown: readable("training") || readable("behavior"),
        },
        { to: `${base}/people`, label: t("nav.people"), shown: true },
        { to: `${base}/profile`, label: t("dog.profile"), shown: true },
      ].filter(({ shown }) => shown)
    : [];
  return [
    {
      group: t("commands.log", { name: dog?.name }),
      commands: dog
        ? recordTypes
            .filter((type) => isLogged(type) && canLog(dog, type))
            .map((type) => ({ to: `${base}/log/${type}`, label: labels.type(type) }))
        : [],
    },
    { group: dog?.name ?? "", commands: ofDog.map(({ to, label }) => ({ to, label })) },
    {
      group: t("commands.pages"),
      commands: [
        { to: "/", label: t("today.title"), icon: <IconSun size={20} aria-hidden /> },
        { to: "/calendar", label: t("calendar.title"), icon: <IconCalendar size={20} aria-hidden /> },
        { to: "/homework", label: t("homework.title"), icon: <IconListCheck size={20} aria-hidden /> },
        { to: "/dogs", label: t("dogs.title"), icon: <IconDog size={20} aria-hidden /> },
        { to: "/search", label: t("search.title"), icon: <IconSearch size={20} aria-hidden /> },
        { to: "/notifications", label: t("notifications.title"), icon: <IconBell size={20} aria-hidden /> },
        {
          to: "/organizations",
          label: t("organizations.title"),
          icon: <IconBuildingCommunity size={20} aria-hidden />,
        },
        { to: "/settings", label: t("settings.title"), icon: <IconSettings size={20} aria-hidden /> },
        { to: "/security", label: t("security.title"), icon: <IconShieldLock size={20} aria-hidden /> },
      ],
    },
    {
      group: t("commands.dogs"),
      commands: dogs.map(({ id, name }) => ({ to: `/dogs/${id}`, label: name })),
    },
  ].filter(({ commands }) => commands.length > 0);
}
