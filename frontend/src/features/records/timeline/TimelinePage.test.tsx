import { act, screen, waitFor } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import type { DogRecord } from "@/shared/api/types";
import { fieldsOf } from "@/shared/lib/fieldsOf";
import { dog, note, target } from "@/testing/examples";
import { fakeServer } from "@/testing/fakeServer";
import { renderPage } from "@/testing/render";
import { reachTheEnd } from "@/testing/setup";
import { syncRoute } from "@/testing/syncRoute";
import { TimelinePage } from "./TimelinePage";

const texts = () => screen.getAllByRole("article").map((article) => article.textContent);
const day = (number: number) => new Date(Date.UTC(2026, 10, 20) - number * 86_400_000).toISOString();

function open(records: DogRecord[] | undefined, path = "/dogs/d-1") {
  return renderPage(<TimelinePage />, { dog, records, route: "/dogs/:dogId", path });
}

test("reads page after page from the device until the end", async () => {
  fakeServer({ "POST /v1/sync": syncRoute() });
  open(
    Array.from({ length: 120 }, (_, index) =>
      note({ id: `n-${index}`, text: `Note ${index}.`, occurredAt: day(index) }),
    ),
  );
  await screen.findByText("Note 0.");
  expect(texts()).toHaveLength(50);
  act(reachTheEnd);
  await screen.findByText("Note 99.");
  act(reachTheEnd);
  await screen.findByText("Note 119.");
  expect(texts()).toHaveLength(120);
  expect(screen.getByText("That is where it all began.")).toBeInTheDocument();
});

test("a device that has nothing yet fetches first", async () => {
  const changes = [{ dogId: "d-1", seq: 1, record: note() }];
  let reachable = false;
  fakeServer({
    "POST /v1/sync": () =>
      reachable
        ? { body: { results: [], changes, cursor: "c", more: false } }
        : { status: 500, body: { title: "Out of order", status: 500 } },
    "GET /v1/dogs": { body: { items: [dog] } },
  });
  const { user } = open(undefined);
  expect(screen.getByRole("status", { name: "Loading" })).toBeInTheDocument();
  const retry = await screen.findByRole("button", { name: "Try again" });
  reachable = true;
  await user.click(retry);
  expect(await screen.findByText("A quiet walk.")).toBeInTheDocument();
});

test("what was written without a connection is in its place and says so", async () => {
  vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
  fakeServer({ "POST /v1/sync": { status: 503, body: { status: 503 } } });
  const { replica } = open([note({ occurredAt: day(0) })]);
  await screen.findByText("A quiet walk.");
  const wanted = fieldsOf(note({ text: "Before that.", occurredAt: day(1) }));
  await act(() => replica.write({ id: "n-2", dogId: "d-1", wanted }));
  expect(await screen.findByText("Before that.")).toBeInTheDocument();
  expect(texts().map((text) => text?.includes("Saved here"))).toEqual([false, true]);
});

test("filters by type and date through the URL", async () => {
  fakeServer({ "POST /v1/sync": syncRoute() });
  const records = [
    note({ id: "n-1", text: "In November.", occurredAt: day(0) }),
    note({ id: "n-2", text: "In October.", occurredAt: day(30) }),
    target({ occurredAt: day(1) }),
  ];
  const { user, router } = open(records, "/dogs/d-1?type=note&from=2026-11-01");
  await screen.findByText("In November.");
  expect(texts()).toHaveLength(1);

  await user.click(screen.getByRole("checkbox", { name: "Targets" }));
  await waitFor(() => expect(router.state.location.search).toBe("?type=note&type=target&from=2026-11-01"));
  await screen.findByText("Recall");
  await user.click(screen.getByRole("button", { name: "Clear filter" }));
  await waitFor(() => expect(router.state.location.search).toBe(""));
  await screen.findByText("In October.");
});

test("a filter that nothing fits is said", async () => {
  fakeServer({ "POST /v1/sync": syncRoute() });
  open([note()], "/dogs/d-1?type=weight");
  expect(await screen.findByText("Nothing fits the filter")).toBeInTheDocument();
});

test("an empty timeline says what to do first", async () => {
  fakeServer({ "POST /v1/sync": syncRoute() });
  open([]);
  expect(await screen.findByRole("heading", { name: "Balu’s timeline starts here" })).toBeInTheDocument();
  expect(screen.getByRole("link", { name: "Log the first thing" })).toHaveAttribute("href", "/dogs/d-1/log");
});

test("finds words wherever a record has them, within the filter", async () => {
  fakeServer({ "POST /v1/sync": syncRoute() });
  const records = [
    note({ id: "n-1", text: "Barked at a jogger.", occurredAt: day(0) }),
    note({ id: "n-2", text: "Calm.", tags: ["joggers"], occurredAt: day(1) }),
    target({ name: "Calm past joggers", occurredAt: day(2) }),
    note({ id: "n-3", text: "Slept.", occurredAt: day(3) }),
  ];
  const { user } = open(records);
  await screen.findByText("Slept.");
  await user.type(screen.getByRole("searchbox", { name: "Search the timeline" }), "jogg");
  await waitFor(() => expect(texts()).toHaveLength(3));
  expect(texts()[0]).toContain("Barked at a jogger.");
  await user.click(screen.getByRole("checkbox", { name: "Notes" }));
  await waitFor(() => expect(texts()).toHaveLength(2));
});

test("finds by author and tag, says how many there are, and keeps it in the URL", async () => {
  fakeServer({ "POST /v1/sync": syncRoute() });
  const olga = { id: "a-2", name: "Olga", role: "owner" as const };
  const records = [
    note({ id: "n-1", text: "With the trainer.", tags: ["recall"], occurredAt: day(0) }),
    note({ id: "n-2", text: "At home.", tags: ["recall"], author: olga, occurredAt: day(1) }),
    note({ id: "n-3", text: "Slept.", author: olga, occurredAt: day(2) }),
  ];
  const { user, router } = open(records);
  await screen.findByText("Slept.");
  await user.click(screen.getByRole("button", { name: "More filters" }));
  await user.click(await screen.findByRole("checkbox", { name: "Olga" }));
  await waitFor(() => expect(texts()).toHaveLength(2));
  expect(screen.getByText("2 records")).toBeInTheDocument();
  await user.click(screen.getByRole("checkbox", { name: "recall" }));
  await waitFor(() => expect(texts()).toHaveLength(1));
  expect(texts()[0]).toContain("At home.");
  expect(router.state.location.search).toBe("?author=a-2&tag=recall");
});

test("what is found comes page by page", async () => {
  fakeServer({ "POST /v1/sync": syncRoute() });
  open(
    Array.from({ length: 105 }, (_, index) =>
      note({ id: `n-${index}`, text: `Walk ${index}.`, occurredAt: day(index) }),
    ),
    "/dogs/d-1?q=walk",
  );
  await screen.findByText("105 records");
  expect(screen.getAllByText(/^Walk/)).toHaveLength(50);
  act(reachTheEnd);
  await waitFor(() => expect(screen.getAllByText(/^Walk/)).toHaveLength(100));
});

test("records are reached by the keyboard", async () => {
  fakeServer({ "POST /v1/sync": syncRoute() });
  const { user } = open([note({ id: "n-1" }), note({ id: "n-2", occurredAt: day(1) })]);
  await screen.findAllByText("A quiet walk.");
  await user.keyboard("/");
  expect(screen.getByRole("searchbox")).toHaveFocus();
  await user.keyboard("{ArrowDown}{ArrowDown}");
  const links = screen.getAllByText("Note");
  expect(links[1]).toHaveFocus();
  await user.keyboard("{ArrowUp}");
  expect(links[0]).toHaveFocus();
});

test("words that nothing has are named", async () => {
  fakeServer({ "POST /v1/sync": syncRoute() });
  open([note()], "/dogs/d-1?q=zebra");
  expect(await screen.findByText(/No record on this device has “zebra”/)).toBeInTheDocument();
});

test("a note in Markdown is plain in the list", async () => {
  fakeServer({ "POST /v1/sync": syncRoute() });
  open([note({ text: "**Calm** past [a jogger](https://example.org)" })]);
  expect(await screen.findByText("Calm past a jogger")).toBeInTheDocument();
});
