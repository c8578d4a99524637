import { Anchor, Table } from "@mantine/core";
import { Link } from "react-router";
import { WideTable } from "../ui/WideTable";
import { cellText, type FigureView } from "./figure";

interface FigureTableProps {
  view: FigureView;
  /** In a report: whole and as wide as the page, with nothing to scroll. */
  onPaper?: boolean;
  /** The path of the dog's records: each row then leads to its own. */
  recordsAt?: string;
}

export function FigureTable({ view, onPaper = false, recordsAt }: FigureTableProps) {
  const { caption, columns, rows, records } = view;
  const align = (index: number) => (columns[index]?.numeric ? "end" : undefined);
  const table = (
    <Table striped captionSide="top" fz={onPaper ? "xs" : undefined}>
      <Table.Caption>{caption}</Table.Caption>
      <Table.Thead>
        <Table.Tr>
          {columns.map(({ title }, index) => (
            <Table.Th key={title} ta={align(index)} scope="col">
              {title}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
          <Table.Tr key={at}>
            {row.map((cell, index) => (
              <Table.Td key={columns[index]?.title} ta={align(index)}>
                {index === 0 && recordsAt && records?.[at] ? (
                  <Anchor component={Link} to={`${recordsAt}/${records[at]}`} size="sm">
                    {cellText(cell)}
                  </Anchor>
                ) : (
                  cellText(cell)
                )}
              </Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
  if (onPaper) return table;
  return (
    <WideTable label={caption} minWidth={Math.min(90 * columns.length, 900)} maxHeight={420}>
      {table}
    </WideTable>
  );
}
