// The fields of a type that the page has no form for, made from its schema.
import type { NewRecord } from "@/shared/api/types";
import { recordTypeInfo } from "@/shared/lib/recordTypes";
import { GenericField } from "./GenericField";
import { GenericList } from "./GenericList";

interface GenericFieldsProps {
  value: NewRecord;
  onChange: (change: Partial<NewRecord>) => void;
  errors: Record<string, string>;
}

export function GenericFields({ value, onChange, errors }: GenericFieldsProps) {
  const { fields, required } = recordTypeInfo[value.type];
  const own = value as unknown as Record<string, unknown>;
  return Object.entries(fields).map(([name, schema]) => {
    const props = {
      name,
      path: name,
      schema,
      value: own[name],
      required: required.includes(name),
      onChange: (next: unknown) => onChange({ [name]: next } as Partial<NewRecord>),
      errors,
    };
    return schema.items?.properties ? (
      <GenericList key={name} {...props} />
    ) : (
      <GenericField key={name} {...props} />
    );
  });
}
