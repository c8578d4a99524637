// Everything by its name, from the keyboard: type a part of it, press Enter. Loaded when it is first asked for.
import "@mantine/spotlight/styles.css";
import { Spotlight, spotlight } from "@mantine/spotlight";
import { IconSearch } from "@tabler/icons-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { Dog } from "@/shared/api/types";
import { useCommands } from "./useCommands";

interface CommandPaletteProps {
  dog?: Dog;
  /** How often it was asked for: it opens with each time. */
  asked: number;
}

export function CommandPalette({ dog, asked }: CommandPaletteProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const groups = useCommands(dog);
  useEffect(() => {
    if (asked > 0) spotlight.open();
  }, [asked]);
  return (
    <Spotlight
      shortcut={null}
      highlightQuery
      scrollable
      maxHeight={400}
      limit={12}
      nothingFound={t("commands.nothing")}
      searchProps={{
        "aria-label": t("commands.title"),
        placeholder: t("commands.placeholder"),
        leftSection: <IconSearch size={20} aria-hidden />,
      }}
      actions={groups.map(({ group, commands }) => ({
        group,
        actions: commands.map(({ to, label, Icon }) => ({
          id: `${group} ${to}`,
          label,
          leftSection: Icon && <Icon size={20} aria-hidden />,
          onClick: () => navigate(to),
        })),
      }))}
    />
  );
}
