// Markdown as one reads it aloud: for lists, where a text is a few lines and its layout only takes room.
import { fromMarkdown } from "mdast-util-from-markdown";

interface Node {
  type: string;
  value?: string;
  alt?: string | null;
  children?: Node[];
}

/** What a text must have for it to be more than itself. */
const marked = /[*_`[\]<>&\\]|^\s{0,3}(?:#{1,6}|[-+]|\d{1,9}[.)])\s|^\s{0,3}(?:-{3,}|={2,})\s*$/m;
const blocks = new Set(["root", "list", "listItem", "blockquote"]);

export function plainText(markdown: string): string {
  return marked.test(markdown) ? read(fromMarkdown(markdown)).trim() : markdown;
}

function read({ type, value, alt, children = [] }: Node): string {
  if (type === "break") return "\n";
  if (type === "image") return alt ?? "";
  if (value !== undefined) return value;
  return children
    .map(read)
    .filter((text) => !blocks.has(type) || text !== "")
    .join(blocks.has(type) ? "\n" : "");
}
