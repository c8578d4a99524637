import { Table } from "@mantine/core";
import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { renderPage } from "@/testing/render";
import { WideTable } from "./WideTable";

test("a wide table is a stop of the keyboard with a name", async () => {
  const { user } = renderPage(
    <WideTable label="What the dog met" minWidth={400}>
      <Table data={{ head: ["Trigger"], body: [["Jogger"]] }} />
    </WideTable>,
  );
  const region = await screen.findByRole("group", { name: "What the dog met" });
  await user.tab();
  expect(region).toHaveFocus();
  expect(region).toContainElement(screen.getByRole("table"));
});
