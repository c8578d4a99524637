// Everything a record says, by the schema of its type.
import type { ReactNode } from "react";
import type { DogRecord } from "@/shared/api/types";
import { isMarkdown, recordTypeInfo } from "@/shared/lib/recordTypes";
import { useLabels } from "@/shared/lib/useLabels";
import { MarkdownText } from "@/shared/markdown/MarkdownText";
import { useValueText } from "../useValueText";
import { Facts } from "./Facts";

export function GenericBody({ record }: { record: DogRecord }) {
  const { fieldOf } = useLabels();
  const text = useValueText();
  const own = record as unknown as Record<string, unknown>;
  const facts = Object.entries(recordTypeInfo[record.type].fields)
    // An id says nothing to a person.
    .filter(([, schema]) => schema.format !== "uuid")
    .map(([name, schema]): [string, ReactNode] => {
      const value = own[name];
      const label = fieldOf(record.type, name);
      if (typeof value === "string" && isMarkdown(schema))
        return [label, <MarkdownText key={name} text={value} />];
      return [label, text(value, schema)];
    });
  return <Facts facts={facts} />;
}
