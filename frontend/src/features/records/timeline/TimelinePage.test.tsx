import { act, screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { dog, note } from "@/testing/examples";
import { fakeServer } from "@/testing/fakeServer";
import { renderPage } from "@/testing/render";
import { reachTheEnd } from "@/testing/setup";
import { TimelinePage } from "./TimelinePage";

const records = "GET /v1/dogs/d-1/records";
const texts = () => screen.getAllByRole("article").map((article) => article.textContent);

function open(path = "/dogs/d-1") {
  return renderPage(<TimelinePage />, { dog, route: "/dogs/:dogId", path });
}

test("fetches page after page by cursor until the end", async () => {
  const sent = fakeServer({
    [records]: ({ query }) => {
      if (query.get("type") === "target") return { body: { items: [] } };
      const page = Number(query.get("cursor") ?? 0);
      const items = [0, 1].map((item) => note({ id: `n-${page}-${item}`, text: `Note ${page}.${item}` }));
      return { body: { items, ...(page < 2 && { next: String(page + 1) }) } };
    },
  });
  open();
  expect(screen.getByRole("status", { name: "Loading" })).toBeInTheDocument();
  await screen.findByText("Note 0.1");
  expect(texts()).toHaveLength(2);

  act(reachTheEnd);
  await screen.findByText("Note 1.0");
  act(reachTheEnd);
  await screen.findByText("Note 2.1");
  expect(texts()).toHaveLength(6);
  expect(screen.getByText("That is where it all began.")).toBeInTheDocument();
  const cursors = sent
    .filter(({ query }) => query.get("type") !== "target")
    .map(({ query }) => query.get("cursor"));
  expect(cursors).toEqual([null, "1", "2"]);
});

test("keeps what is there when a later page fails, and tries again on request", async () => {
  let broken = true;
  fakeServer({
    [records]: ({ query }) => {
      if (!query.has("cursor")) return { body: { items: [note()], next: "1" } };
      if (broken) return { status: 500, body: { title: "Out of order", status: 500 } };
      return { body: { items: [note({ id: "n-2", text: "The older one." })] } };
    },
  });
  const { user } = open();
  await user.click(await screen.findByRole("button", { name: "Show more" }));
  const retry = await screen.findByRole("button", { name: "Try again" });
  expect(screen.getByText("A quiet walk.")).toBeInTheDocument();

  broken = false;
  await user.click(retry);
  expect(await screen.findByText("The older one.")).toBeInTheDocument();
});

test("filters by type and date through the URL", async () => {
  const sent = fakeServer({ [records]: { body: { items: [] } } });
  const { user, router } = open("/dogs/d-1?type=note&from=2026-11-01");
  expect(await screen.findByText("Nothing fits the filter")).toBeInTheDocument();
  const filtered = sent.find(({ query }) => query.getAll("type").includes("note"));
  expect(filtered?.query.get("from")).toMatch(/^2026-11-01T00:00:00[+-]\d\d:\d\d$/);

  await user.click(screen.getByRole("checkbox", { name: "ABC" }));
  await waitFor(() =>
    expect(router.state.location.search).toBe("?type=note&type=abc-record&from=2026-11-01"),
  );
  await user.click(screen.getByRole("button", { name: "Clear filter" }));
  await waitFor(() => expect(router.state.location.search).toBe(""));
});

test("an empty timeline says what to do first", async () => {
  fakeServer({ [records]: { body: { items: [] } } });
  open();
  expect(await screen.findByRole("heading", { name: "Balu’s timeline starts here" })).toBeInTheDocument();
  expect(screen.getByRole("link", { name: "Log the first thing" })).toHaveAttribute("href", "/dogs/d-1/log");
});
