// The gist of a record whose type the page has no card for: its first short texts and choices.
import { Text } from "@mantine/core";
import type { DogRecord } from "@/shared/api/types";
import { isMarkdown, recordTypeInfo } from "@/shared/lib/recordTypes";
import { plainText } from "@/shared/markdown/plainText";
import { useValueText } from "../useValueText";
import classes from "./RecordCard.module.css";

const most = 3;

export function GenericGist({ record }: { record: DogRecord }) {
  const text = useValueText();
  const { fields, required } = recordTypeInfo[record.type];
  const own = record as unknown as Record<string, unknown>;
  const names = [...required, ...Object.keys(fields).filter((name) => !required.includes(name))];
  const parts = names
    .filter((name) => {
      const { type, format } = fields[name] ?? {};
      return (
        own[name] !== undefined &&
        (type === "string" || type === "number" || type === "integer") &&
        format !== "uuid"
      );
    })
    .slice(0, most)
    .map((name) => {
      const value = own[name];
      return typeof value === "string" && isMarkdown(fields[name])
        ? plainText(value)
        : text(value, fields[name]);
    });
  return (
    <Text lineClamp={3} className={classes.text}>
      {parts.join(" · ")}
    </Text>
  );
}
