// Any field of a record as a line of text, for comparing versions.
import { useTranslation } from "react-i18next";
import type { NewRecord, Role, SessionBlock } from "@/shared/api/types";
import { recordTypeInfo } from "@/shared/lib/recordTypes";
import { formatDayAndTime } from "@/shared/lib/time";
import { useAudienceWords } from "@/shared/ui/useAudienceWords";
import { allTrials } from "../session/trialStats";
import { useStepText } from "../session/useStepText";
import { useValueText } from "../useValueText";

type AnyField = NewRecord extends infer R ? (R extends NewRecord ? keyof R : never) : never;

/** Every field that the two have differently. */
export function differingFields(a: NewRecord, b: NewRecord): AnyField[] {
  const fields = new Set([...Object.keys(a), ...Object.keys(b)]) as Set<AnyField>;
  const of = (record: NewRecord, field: AnyField) => (record as Partial<Record<AnyField, unknown>>)[field];
  return [...fields].filter(
    (field) => JSON.stringify(of(a, field) ?? null) !== JSON.stringify(of(b, field) ?? null),
  );
}

export function useFieldText() {
  const { t } = useTranslation();
  const audience = useAudienceWords();
  const stepText = useStepText();
  const valueText = useValueText();
  return (record: NewRecord, field: AnyField): string => {
    const value = (record as Partial<Record<AnyField, unknown>>)[field];
    if (value === undefined || value === null || value === "") return t("common.notStated");
    switch (field) {
      case "occurredAt":
      case "endedAt":
        return formatDayAndTime(new Date(String(value)));
      case "audience":
        return audience(value as Role[]);
      case "blocks": {
        const blocks = value as SessionBlock[];
        return t("session.trialCount", { count: allTrials(blocks).length });
      }
      case "steps":
        return record.type === "target"
          ? record.steps.map((step, index) => `${index + 1}. ${stepText(step)}`).join("\n")
          : valueText(value, recordTypeInfo[record.type].fields[field]);
      default:
        return valueText(value, recordTypeInfo[record.type].fields[field]);
    }
  };
}
