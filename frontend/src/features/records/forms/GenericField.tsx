// One field of a record, by its schema.
import { Checkbox, NativeSelect, NumberInput, Stack, TagsInput, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import type { RecordType } from "@/shared/api/types";
import { useDog } from "@/shared/lib/dogContext";
import { type FieldSchema, recordTypeInfo } from "@/shared/lib/recordTypes";
import { toLocalInput, toRfc3339 } from "@/shared/lib/time";
import { useLabels } from "@/shared/lib/useLabels";
import { DurationTimer } from "@/shared/ui/DurationTimer";
import { unitOf } from "../useValueText";
import { ChoiceField } from "./ChoiceField";
import { ReferenceField } from "./ReferenceField";
import { ScalePicker } from "./ScalePicker";
import { ScoresField } from "./ScoresField";
import { SpokenTextarea } from "./SpokenTextarea";
import { VocabularyChips } from "./VocabularyChips";

/** From here on a text has more than a line. */
const longText = 500;
/** More choices than these are a list. */
const mostButtons = 7;
const aDay = 86_400;

export interface GenericFieldProps {
  type: RecordType;
  name: string;
  /** Where errors of it are found. */
  path: string;
  schema: FieldSchema;
  value: unknown;
  required: boolean;
  onChange: (value: unknown) => void;
  errors: Record<string, string>;
}

export function GenericField(props: GenericFieldProps) {
  const { type, name, path, schema, value, required, onChange, errors } = props;
  const { t } = useTranslation();
  const { fieldOf, hint, choice, type: typeName } = useLabels();
  const reference = schema["x-references"];
  const label = reference ? typeName(reference) : fieldOf(type, name);
  const about = hint(type, name, schema.description?.replace(/ Unit: .+\.$/, ""));
  const common = {
    label,
    description: saysMore(about, label) ? about : undefined,
    error: errors[path],
    // The server's rule is checked before sending; the browser's own message would hide ours.
    withAsterisk: required,
  };
  const text = typeof value === "string" ? value : "";
  const optional = (next: string) => onChange(next === "" ? undefined : next);
  if (reference) return <ReferenceField {...common} type={reference} value={text} onChange={optional} />;
  if (schema.enum) {
    const options = schema.enum.map((one) => ({ value: one, label: choice(one) }));
    if (options.length <= mostButtons) {
      return <ChoiceField {...common} value={text} options={options} onChange={optional} />;
    }
    return (
      <NativeSelect
        {...common}
        value={text}
        data={[{ value: "", label: t("common.choose") }, ...options]}
        onChange={(event) => optional(event.currentTarget.value)}
      />
    );
  }
  switch (schema.type) {
    case "boolean":
      return (
        <Checkbox
          label={label}
          description={common.description}
          error={common.error}
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
          styles={{ body: { minHeight: "2.75rem", alignItems: "center" } }}
        />
      );
    case "number":
    case "integer":
      return <NumberField {...props} common={common} />;
    case "array":
      if (schema.items?.type === "boolean") {
        return (
          <ScoresField
            {...common}
            value={Array.isArray(value) ? value.map(Boolean) : []}
            most={schema.maxItems ?? Number.POSITIVE_INFINITY}
            onChange={onChange}
          />
        );
      }
      return (
        <TagsInput
          {...common}
          value={Array.isArray(value) ? value.map(String) : []}
          onChange={(next) => onChange(next.map((one) => partOf(one, schema.items)))}
          maxTags={schema.maxItems}
        />
      );
  }
  switch (schema.format) {
    case "date-time":
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
    case "date":
      return (
        <TextInput
          {...common}
          type="date"
          value={text}
          onChange={(event) => optional(event.currentTarget.value)}
        />
      );
  }
  const input = { ...common, value: text, maxLength: schema.maxLength };
  if ((schema.maxLength ?? 0) > longText) {
    return <SpokenTextarea {...input} onChange={optional} minRows={3} autosize />;
  }
  // What recurs is worth a chip: what happened, not what is planned once.
  const recurs = path === name && !recordTypeInfo[type].shared;
  return (
    <Stack gap={6}>
      <TextInput {...input} onChange={(event) => optional(event.currentTarget.value)} />
      {(recurs || `${type}.${name}` === "phase.behavior") && (
        <VocabularyChips type={type} field={name} label={label} value={text} onChange={optional} />
      )}
    </Stack>
  );
}

/** "Where." and the label once more help nobody. */
const saysMore = (about: string, label: string) =>
  /\S \S+ \S/.test(about) && about.replace(/\.$/, "") !== label;

/** What was typed, as an element of the list. */
function partOf(text: string, schema: FieldSchema | undefined): string | number {
  if (schema?.type === "integer") return Number(text);
  return schema?.minLength === 5 && schema.maxLength === 5 ? asTime(text) : text;
}

/** "8", "8:5" and "0805" as they are stored; other texts as they are. */
function asTime(text: string): string {
  const [, hours, minutes = "0"] = /^([01]?\d|2[0-3])(?::?([0-5]?\d))?$/.exec(text.trim()) ?? [];
  return hours ? `${hours.padStart(2, "0")}:${minutes.padStart(2, "0")}` : text;
}

interface NumberFieldProps extends GenericFieldProps {
  common: {
    label: string;
    description: string | undefined;
    error: string | undefined;
    withAsterisk: boolean;
  };
}

function NumberField({ type, name, path, schema, value, onChange, common }: NumberFieldProps) {
  const { label: anyLabel } = useLabels();
  const { t } = useTranslation();
  const dog = useDog();
  const { recordId } = useParams();
  const number = typeof value === "number" ? value : undefined;
  const { minimum = 0, maximum = Number.POSITIVE_INFINITY } = schema;
  if (schema.type === "integer" && maximum - minimum <= 6) {
    return (
      <ScalePicker
        label={common.label}
        description={common.description}
        withAsterisk={common.withAsterisk}
        low={anyLabel("scale.low", name, t("abc.low"))}
        high={anyLabel("scale.high", name, t("abc.high"))}
        least={minimum}
        most={maximum}
        value={number}
        onChange={onChange}
        error={common.error}
      />
    );
  }
  if (unitOf(schema) === "s" && maximum === aDay && path === name) {
    return (
      <DurationTimer
        keptAs={`${dog.id}.${recordId ? `edit.${recordId}` : type}.${name}`}
        label={common.label}
        value={number}
        onChange={onChange}
        error={common.error}
      />
    );
  }
  return (
    <NumberInput
      {...common}
      value={number ?? ""}
      onChange={(next) => onChange(typeof next === "number" ? next : undefined)}
      min={schema.minimum}
      max={schema.maximum}
      // A number out of range is said, not silently made another one.
      clampBehavior="none"
      allowDecimal={schema.type === "number"}
      placeholder={unitOf(schema)}
      suffix={unitOf(schema) && ` ${unitOf(schema)}`}
      inputMode="decimal"
    />
  );
}
