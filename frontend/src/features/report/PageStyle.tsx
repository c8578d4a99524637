import type { Paper } from "./useReportChoices";

/** A text within CSS: nothing in it ends the string or the style element. */
export const cssString = (text: string) =>
  `"${text.replace(/[\\"<>\n\r]/g, (char) => `\\${char.codePointAt(0)?.toString(16)} `)}"`;

/** The size of the paper, and what stands at the head and foot of every page where the browser can. */
export function PageStyle({ paper, header }: { paper: Paper; header: string }) {
  const margin = `color: #4a5550; font: 9pt sans-serif;`;
  return (
    <style>{`@page { size: ${paper}; margin: 18mm 15mm;
  @top-left { content: ${cssString(header)}; ${margin} }
  @top-right { content: "Doggy App"; ${margin} }
  @bottom-right { content: counter(page) " / " counter(pages); ${margin} } }`}</style>
  );
}
