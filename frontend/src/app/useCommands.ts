// What the command palette offers: what can be logged of the dog at hand, its pages, the pages over all dogs, and the
// other dogs.
import {
  IconBell,
  IconBuildingCommunity,
  IconSearch,
  IconSettings,
  IconShieldLock,
} from "@tabler/icons-react";
import type { TFunction } from "i18next";
import type { ComponentType } from "react";
import { useTranslation } from "react-i18next";
import { useDogs } from "@/features/dogs/dogs.queries";
import type { Dog, RecordType } from "@/shared/api/types";
import { loggableTypes } from "@/shared/lib/access";
import { useLabels } from "@/shared/lib/useLabels";
import { dogPages, overviewPages, sectionPages } from "./pages";

export interface Command {
  to: string;
  label: string;
  Icon?: ComponentType<{ size?: number; "aria-hidden"?: boolean }>;
}

export interface CommandGroup {
  group: string;
  commands: Command[];
}

export function useCommands(dog?: Dog): CommandGroup[] {
  const { t } = useTranslation();
  const labels = useLabels();
  const dogs = useDogs().data?.pages.flatMap((page) => page.items) ?? [];
  return [
    ...(dog ? commandsOf(dog, t, labels.type) : []),
    {
      group: t("commands.pages"),
      commands: [
        ...overviewPages(t),
        { to: "/search", label: t("search.title"), Icon: IconSearch },
        { to: "/notifications", label: t("notifications.title"), Icon: IconBell },
        { to: "/organizations", label: t("organizations.title"), Icon: IconBuildingCommunity },
        { to: "/settings", label: t("settings.title"), Icon: IconSettings },
        { to: "/security", label: t("security.title"), Icon: IconShieldLock },
      ],
    },
    { group: t("commands.dogs"), commands: dogs.map(({ id, name }) => ({ to: `/dogs/${id}`, label: name })) },
  ].filter(({ commands }) => commands.length > 0);
}

function commandsOf(dog: Dog, t: TFunction, nameOf: (type: RecordType) => string): CommandGroup[] {
  const base = `/dogs/${dog.id}`;
  return [
    {
      group: t("commands.log", { name: dog.name }),
      commands: loggableTypes(dog).map((type) => ({ to: `${base}/log/${type}`, label: nameOf(type) })),
    },
    {
      group: dog.name,
      commands: [
        ...dogPages(dog, t),
        ...sectionPages(dog, t),
        { to: `${base}/profile`, label: t("dog.profile") },
      ],
    },
  ];
}
