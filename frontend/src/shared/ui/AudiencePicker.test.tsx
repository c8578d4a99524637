import { screen } from "@testing-library/react";
import { useState } from "react";
import { expect, test } from "vitest";
import { renderPage } from "@/testing/render";
import type { Role } from "../api/types";
import { AudiencePicker } from "./AudiencePicker";

function Picker({ start }: { start: Role[] }) {
  const [audience, setAudience] = useState<Role[]>(start);
  return <AudiencePicker value={audience} usual={["trainer", "owner"]} onChange={setAudience} />;
}

test("says in words who sees it, and changes with the choice", async () => {
  const { user } = renderPage(<Picker start={["trainer", "owner"]} />);
  await user.click(screen.getByRole("button", { name: "Visible to: owners, trainers" }));

  await user.click(await screen.findByRole("checkbox", { name: "Walkers" }));
  expect(screen.getByRole("button", { name: "Visible to: owners, trainers, walkers" })).toBeInTheDocument();

  await user.click(screen.getByRole("radio", { name: "Only me" }));
  expect(screen.getByRole("button", { name: "Visible to: only me" })).toBeInTheDocument();
  expect(screen.queryByRole("checkbox", { name: "Owners" })).not.toBeInTheDocument();

  await user.click(screen.getByRole("radio", { name: "People in these roles" }));
  expect(screen.getByRole("button", { name: "Visible to: owners, trainers" })).toBeInTheDocument();
});

test("taking the last role away leaves only me", async () => {
  const { user } = renderPage(<Picker start={["owner"]} />);
  await user.click(screen.getByRole("button", { name: "Visible to: owners" }));
  await user.click(await screen.findByRole("checkbox", { name: "Owners" }));
  expect(screen.getByRole("radio", { name: "Only me" })).toBeChecked();
});
