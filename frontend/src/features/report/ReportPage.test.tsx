import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { dog, note } from "@/testing/examples";
import { fakeServer } from "@/testing/fakeServer";
import { renderPage } from "@/testing/render";
import { report } from "@/testing/report";
import { ReportPage } from "./ReportPage";

const base = `/v1/dogs/${dog.id}`;
const link = {
  id: "l-1",
  report: { lastDays: 30, as: "owner", include: [], notes: [] },
  createdAt: "2026-11-20T10:00:00Z",
  createdBy: { id: "a-2", name: "Olga" },
  expiresAt: "2026-12-01T10:00:00Z",
};
const routes = {
  [`GET ${base}/report`]: { body: report },
  [`GET ${base}/share-links`]: { body: { items: [link, { ...link, id: "l-2", report: undefined }] } },
};
const records = [note(), note({ id: "n-2", text: "Between us", audience: ["trainer"] })];
const show = (query = "") =>
  renderPage(<ReportPage />, { dog, records, route: "/report", path: `/report${query}` });

test("shows what was asked for, with n and with what figures mean", async () => {
  fakeServer(routes);
  show();
  const sheet = within(await screen.findByRole("article", { name: "Progress report" }));
  expect(sheet.getByRole("heading", { name: "Balu: progress report" })).toBeVisible();
  expect(sheet.getByText("25 % (n = 4) → 90 % (n = 10)")).toBeVisible();
  expect(sheet.getByText(/Push: go up to step 2\./)).toBeVisible();
  expect(sheet.getByText("3 walks")).toBeVisible();
  expect(sheet.getByText("Not on record")).toBeVisible();
  expect(sheet.getByText("No incident in this period.")).toBeVisible();
  expect(sheet.getByText(/n is the number of valid trials/)).toBeVisible();
  // Parts that the server left out are not there as headings either.
  expect(sheet.queryByRole("heading", { name: "Behavior" })).toBeNull();
});

test("what is chosen is in the address and in what is asked for", async () => {
  const sent = fakeServer(routes);
  const { user, router } = show();
  await screen.findByRole("article");
  await user.click(screen.getByRole("radio", { name: "30 days" }));
  await user.click(screen.getByRole("checkbox", { name: "Health" }));
  await user.selectOptions(screen.getByLabelText("For"), "walker");
  // A note that a walker is not shown cannot be quoted for one.
  expect(await screen.findByText("There is no note that this reader is shown.")).toBeVisible();
  await user.selectOptions(screen.getByLabelText("For"), "owner");
  await user.click(await screen.findByRole("checkbox", { name: /A quiet walk/ }));
  expect(screen.queryByRole("checkbox", { name: /Between us/ })).toBeNull();
  await waitFor(() => {
    const query = sent.findLast(({ path }) => path.endsWith("/report"))?.query;
    expect(query?.get("lastDays")).toBe("30");
    expect(query?.get("as")).toBe("owner");
    expect(query?.get("notes")).toBe("n-1");
    expect(query?.get("include")).toBe("training,behavior,triggers,homework,incidents,visits,notes,events");
  });
  expect(router.state.location.search).toContain("period=30");
});

test("a link is made with its end, and open links are revoked", async () => {
  const sent = fakeServer({
    ...routes,
    [`POST ${base}/share-links`]: { status: 201, body: { ...link, id: "l-3", token: "s3cret" } },
    [`DELETE ${base}/share-links/l-1`]: { status: 204 },
  });
  const { user } = show("?period=30");
  await screen.findByRole("article");
  await user.click(screen.getByRole("button", { name: "Share by link" }));
  const dialog = within(await screen.findByRole("dialog"));
  expect(await dialog.findByText(/The last 30 days, for the owner\. Link by Olga/)).toBeVisible();
  await user.selectOptions(dialog.getByLabelText("The link ends after"), "30 days");
  await user.click(dialog.getByRole("button", { name: "Create link" }));
  expect(await dialog.findByLabelText("Link")).toHaveValue(`${window.location.origin}/shared#s3cret`);
  const made = ({ method, path }: (typeof sent)[number]) =>
    method === "POST" && path === `${base}/share-links`;
  const body = sent.find(made)?.body as {
    report: { lastDays: number };
    expiresAt: string;
  };
  expect(body.report.lastDays).toBe(30);
  expect(Math.round((Date.parse(body.expiresAt) - Date.now()) / 86_400_000)).toBe(30);
  await user.click(dialog.getByRole("button", { name: "End link" }));
  await waitFor(() => expect(sent.some(({ method }) => method === "DELETE")).toBe(true));
});

test("a report that cannot be made says so and is tried again", async () => {
  let fails = true;
  fakeServer({
    ...routes,
    [`GET ${base}/report`]: () =>
      fails ? { status: 422, body: { title: "Invalid", detail: "The period is none." } } : { body: report },
  });
  const { user } = show();
  const again = await screen.findByRole("button", { name: "Try again" });
  fails = false;
  await user.click(again);
  expect(await screen.findByRole("article")).toBeVisible();
});
