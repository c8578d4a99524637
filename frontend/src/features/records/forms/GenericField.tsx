// One field of a record, by its schema.
import { Checkbox, NativeSelect, NumberInput, TagsInput, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { FieldSchema } from "@/shared/lib/recordTypes";
import { toLocalInput, toRfc3339 } from "@/shared/lib/time";
import { useLabels } from "@/shared/lib/useLabels";
import { unitOf } from "../useValueText";
import { ReferenceField } from "./ReferenceField";

const longText = 500;

export interface GenericFieldProps {
  name: string;
  /** Where errors of it are found. */
  path: string;
  schema: FieldSchema;
  value: unknown;
  required: boolean;
  onChange: (value: unknown) => void;
  errors: Record<string, string>;
}

export function GenericField({ name, path, schema, value, required, onChange, errors }: GenericFieldProps) {
  const { t } = useTranslation();
  const { field, choice, type: typeName } = useLabels();
  const reference = schema["x-references"];
  const common = {
    label: reference ? typeName(reference) : field(name),
    description: schema.description?.replace(/ Unit: .+\.$/, ""),
    error: errors[path],
    // The server's rule is checked before sending; the browser's own message would hide ours.
    withAsterisk: required,
  };
  const text = typeof value === "string" ? value : "";
  const optional = (next: string) => onChange(next === "" ? undefined : next);
  if (reference) return <ReferenceField {...common} type={reference} value={text} onChange={optional} />;
  if (schema.enum) {
    return (
      <NativeSelect
        {...common}
        value={text}
        data={[
          { value: "", label: t("common.choose") },
          ...schema.enum.map((one) => ({ value: one, label: choice(one) })),
        ]}
        onChange={(event) => optional(event.currentTarget.value)}
      />
    );
  }
  if (schema.type === "boolean") {
    return (
      <Checkbox
        label={common.label}
        description={common.description}
        error={common.error}
        checked={value === true}
        onChange={(event) => onChange(event.currentTarget.checked)}
        styles={{ body: { minHeight: "2.75rem", alignItems: "center" } }}
      />
    );
  }
  if (schema.type === "number" || schema.type === "integer") {
    return (
      <NumberInput
        {...common}
        value={typeof value === "number" ? value : ""}
        onChange={(next) => onChange(typeof next === "number" ? next : undefined)}
        min={schema.minimum}
        max={schema.maximum}
        allowDecimal={schema.type === "number"}
        suffix={unitOf(schema) && ` ${unitOf(schema)}`}
        inputMode="decimal"
      />
    );
  }
  if (schema.type === "array") {
    return (
      <TagsInput
        {...common}
        value={Array.isArray(value) ? value.map(String) : []}
        onChange={(next) => onChange(schema.items?.type === "integer" ? next.map(Number) : next)}
        maxTags={schema.maxItems}
      />
    );
  }
  if (schema.format === "date-time") {
    return (
      <TextInput
        {...common}
        type="datetime-local"
        value={text && toLocalInput(new Date(text))}
        onChange={(event) => {
          const at = new Date(event.currentTarget.value);
          onChange(Number.isNaN(at.getTime()) ? undefined : toRfc3339(at));
        }}
      />
    );
  }
  const input = {
    ...common,
    value: text,
    maxLength: schema.maxLength,
    onChange: (event: { currentTarget: { value: string } }) => optional(event.currentTarget.value),
  };
  if ((schema.maxLength ?? 0) > longText) return <Textarea {...input} minRows={3} autosize />;
  return <TextInput {...input} type={schema.format === "date" ? "date" : "text"} />;
}
