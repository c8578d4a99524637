import { useTranslation } from "react-i18next";
import type { TargetStep } from "@/shared/api/types";

/** A criterion step in a line: its description, or its figures. */
export function useStepText(): (step: TargetStep | undefined) => string {
  const { t } = useTranslation();
  return (step) => {
    if (!step) return "";
    const parts = [
      step.description,
      step.distanceMeters !== undefined && `${step.distanceMeters} ${t("units.meters")}`,
      step.durationSeconds !== undefined && `${step.durationSeconds} ${t("units.seconds")}`,
      step.distraction !== undefined && t("target.distractionShort", { level: step.distraction }),
      step.prompt && step.prompt !== "none" && t(`prompts.${step.prompt}`),
    ];
    return parts.filter(Boolean).join(" · ");
  };
}
