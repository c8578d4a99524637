// A text that somebody wrote in Markdown. Raw HTML is shown as it was typed, never run; links lead to the web, to mail
// and to phones alone, and give nothing away; pictures from elsewhere are not fetched, so that nobody learns who reads.
import { Anchor, Code, Table } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import Markdown, { type Components } from "react-markdown";
import remarkBreaks from "remark-breaks";
import remarkGfm from "remark-gfm";
import { WideTable } from "@/shared/ui/WideTable";
import classes from "./MarkdownText.module.css";
import { remarkMentions } from "./remarkMentions";

const safeLink = /^(?:https?:\/\/|mailto:|tel:)/i;

/** The address as it may be followed; empty: it is shown as text. */
export const safeUrl = (url: string): string => (safeLink.test(url) ? url : "");

const heading =
  (Level: "h3" | "h4" | "h5") =>
  ({ children }: { children?: ReactNode }) => <Level className={classes.heading}>{children}</Level>;

function MarkdownTable({ children }: { children?: ReactNode }) {
  const { t } = useTranslation();
  return (
    <WideTable label={t("common.table")} minWidth={300}>
      <Table>{children}</Table>
    </WideTable>
  );
}

const components: Components = {
  a: ({ href, children }) =>
    href ? (
      <Anchor href={href} target="_blank" rel="noopener noreferrer nofollow" inherit>
        {children}
      </Anchor>
    ) : (
      <span>{children}</span>
    ),
  img: ({ alt }) => <span>{alt}</span>,
  code: ({ children }) => <Code>{children}</Code>,
  table: ({ children }) => <MarkdownTable>{children}</MarkdownTable>,
  // Below the headings of the page that the text stands on.
  h1: heading("h3"),
  h2: heading("h3"),
  h3: heading("h4"),
  h4: heading("h4"),
  h5: heading("h5"),
  h6: heading("h5"),
};

const plugins = [remarkGfm, remarkBreaks, remarkMentions];

export function MarkdownText({ text }: { text: string }) {
  return (
    <div className={classes.text} dir="auto">
      <Markdown remarkPlugins={plugins} components={components} urlTransform={safeUrl}>
        {text}
      </Markdown>
    </div>
  );
}
