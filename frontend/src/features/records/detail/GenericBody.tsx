// Everything a record says, by the schema of its type.
import type { DogRecord } from "@/shared/api/types";
import { recordTypeInfo } from "@/shared/lib/recordTypes";
import { useLabels } from "@/shared/lib/useLabels";
import { useValueText } from "../useValueText";
import { Facts } from "./Facts";

export function GenericBody({ record }: { record: DogRecord }) {
  const { field } = useLabels();
  const text = useValueText();
  const own = record as unknown as Record<string, unknown>;
  const facts = Object.entries(recordTypeInfo[record.type].fields)
    // An id says nothing to a person.
    .filter(([, schema]) => schema.format !== "uuid")
    .map(([name, schema]): [string, string] => [field(name), text(own[name], schema)]);
  return <Facts facts={facts} />;
}
