import { useTranslation } from "react-i18next";
import type { Section, Sections } from "@/shared/api/types";

// Sections that have no pages yet are not spoken of.
const spoken: Section[] = ["profile", "notes", "training", "behavior", "health"];

/** "Writes notes and behavior. Reads profile and health. Does not see training." */
export function useAccessWords(): (sections: Sections) => string {
  const { t, i18n } = useTranslation();
  const list = new Intl.ListFormat(i18n.language, { type: "conjunction" });
  return (sections) =>
    (["write", "read", "none"] as const)
      .map((level) => {
        const names = spoken
          .filter((section) => sections[section] === level)
          .map((section) => t(`sections.${section}`));
        return names.length > 0 && t(`circle.access.${level}`, { sections: list.format(names) });
      })
      .filter(Boolean)
      .join(" ");
}
