import { Fragment } from "react";
import { partsOf } from "./mentions";

/** A text in which those who are named stand by their names. */
export function TextWithMentions({ text }: { text: string }) {
  return partsOf(text).map((part, place) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text do not move
    part.mention ? <strong key={place}>{part.text}</strong> : <Fragment key={place}>{part.text}</Fragment>,
  );
}
