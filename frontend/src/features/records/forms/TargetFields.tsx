import { Checkbox, NativeSelect, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Target } from "@/shared/api/types";
import type { FieldProps } from "./fieldProps";
import { StepsEditor } from "./StepsEditor";

const measures = ["percent-correct", "rate", "duration", "latency"] as const;

export function TargetFields({ value, onChange, errors }: FieldProps<"target">) {
  const { t } = useTranslation();
  return (
    <>
      <TextInput
        label={t("fields.name")}
        placeholder={t("target.nameExample")}
        maxLength={200}
        data-autofocus
        value={value.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
        error={errors.name}
      />
      <TextInput
        label={t("fields.cue")}
        placeholder={t("target.cueExample")}
        maxLength={100}
        value={value.cue ?? ""}
        onChange={(event) => onChange({ cue: event.currentTarget.value })}
        error={errors.cue}
      />
      <NativeSelect
        label={t("fields.measure")}
        data={measures.map((measure) => ({ value: measure, label: t(`measures.${measure}`) }))}
        value={value.measure ?? "percent-correct"}
        onChange={(event) => onChange({ measure: event.currentTarget.value as Target["measure"] })}
        error={errors.measure}
      />
      <Textarea
        label={t("fields.goal")}
        placeholder={t("target.goalExample")}
        minRows={2}
        value={value.goal ?? ""}
        onChange={(event) => onChange({ goal: event.currentTarget.value })}
        error={errors.goal}
      />
      <StepsEditor steps={value.steps} onChange={(steps) => onChange({ steps })} errors={errors} />
      <Checkbox
        label={t("target.archived")}
        checked={value.archived ?? false}
        onChange={(event) => onChange({ archived: event.currentTarget.checked })}
        styles={{ body: { minHeight: "2.75rem", alignItems: "center" } }}
      />
    </>
  );
}
