import { NumberInput, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { decimalSeparator } from "@/shared/i18n/locale";
import { inKilograms, shownWeight, weightUnit } from "@/shared/lib/weight";
import type { FieldProps } from "./fieldProps";

export function WeightFields({ value, onChange, errors }: FieldProps<"weight">) {
  const { t } = useTranslation();
  // What is typed, such as "38.", is kept while it means the weight of the record.
  const [typed, setTyped] = useState<string | number>("");
  const shown = Number.isFinite(value.kilograms) ? shownWeight(value.kilograms) : "";
  const change = (text: string | number) => {
    setTyped(text);
    onChange({ kilograms: text === "" || text === "-" ? Number.NaN : inKilograms(Number(text)) });
  };
  return (
    <>
      <NumberInput
        label={t("fields.kilograms")}
        suffix={` ${weightUnit()}`}
        decimalSeparator={decimalSeparator()}
        allowedDecimalSeparators={[".", ","]}
        decimalScale={2}
        min={0}
        max={shownWeight(150)}
        step={0.1}
        inputMode="decimal"
        data-autofocus
        value={typed !== "" && Number(typed) === shown ? typed : shown}
        onChange={change}
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
