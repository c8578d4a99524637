import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { dog } from "@/testing/examples";
import { fakeServer } from "@/testing/fakeServer";
import { renderPage } from "@/testing/render";
import { AuditPage } from "./AuditPage";

const wanda = { id: "a-2", name: "Wanda", role: "walker" };

test("tells who did what, page by page, and who looked", async () => {
  const change = { seq: 2, at: "2026-11-20T10:00:00Z", by: wanda, action: "record-changed" };
  fakeServer({
    [`GET /v1/dogs/${dog.id}/audit`]: ({ query }) =>
      query.get("cursor")
        ? {
            body: { items: [{ ...change, seq: 1, action: "member-removed", person: "Egon", role: "carer" }] },
          }
        : { body: { items: [{ ...change, recordId: "r-1", recordType: "note" }], next: "2" } },
    [`GET /v1/dogs/${dog.id}/audit/access`]: {
      body: { items: [{ at: "2026-11-20T10:00:00Z", by: wanda, action: "exported" }] },
    },
  });
  const { user } = renderPage(<AuditPage />, { dog });
  expect(await screen.findByText("Wanda changed a record")).toBeVisible();
  expect(screen.getByRole("link", { name: "Note" })).toHaveAttribute("href", `/dogs/${dog.id}/records/r-1`);
  await user.click(screen.getByRole("button", { name: "Show more" }));
  expect(await screen.findByText("Egon · Carer")).toBeVisible();
  await user.click(screen.getByText("Looked at"));
  expect(await screen.findByText("Wanda exported the records")).toBeVisible();
});

test("is for owners and trainers", async () => {
  const sent = fakeServer({});
  renderPage(<AuditPage />, { dog: { ...dog, you: { ...dog.you, role: "walker" } } });
  expect(await screen.findByText("Only owners and trainers see who did what.")).toBeVisible();
  expect(sent.filter((call) => call.path.includes("/audit"))).toEqual([]);
});
