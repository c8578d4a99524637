import { NumberInput, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { FieldProps } from "./fieldProps";

export function WeightFields({ value, onChange, errors }: FieldProps<"weight">) {
  const { t } = useTranslation();
  return (
    <>
      <NumberInput
        label={t("fields.kilograms")}
        suffix={` ${t("units.kilograms")}`}
        decimalScale={2}
        min={0}
        max={150}
        step={0.1}
        inputMode="decimal"
        data-autofocus
        value={Number.isFinite(value.kilograms) ? value.kilograms : ""}
        onChange={(kilograms) =>
          onChange({ kilograms: typeof kilograms === "number" ? kilograms : Number.NaN })
        }
        error={errors.kilograms}
      />
      <TextInput
        label={t("fields.method")}
        placeholder={t("weight.methodExample")}
        value={value.method ?? ""}
        onChange={(event) => onChange({ method: event.currentTarget.value })}
        error={errors.method}
      />
      <Textarea
        label={t("fields.notes")}
        minRows={2}
        value={value.notes ?? ""}
        onChange={(event) => onChange({ notes: event.currentTarget.value })}
        error={errors.notes}
      />
    </>
  );
}
