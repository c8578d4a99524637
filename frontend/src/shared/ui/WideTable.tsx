// A table that scrolls by itself where it is wider than the page, by touch and by keyboard.
import { Table } from "@mantine/core";
import type { ReactNode } from "react";

interface WideTableProps {
  /** What the table is about. */
  label: string;
  /** Below this width, in pixels, it scrolls sideways. */
  minWidth: number;
  /** Above this height, in pixels, it scrolls down. */
  maxHeight?: number;
  children: ReactNode;
}

export function WideTable({ label, ...table }: WideTableProps) {
  // The native one: it is itself what scrolls, and so can be what is focused. No landmark: a page may have many.
  return <Table.ScrollContainer type="native" tabIndex={0} role="group" aria-label={label} {...table} />;
}
