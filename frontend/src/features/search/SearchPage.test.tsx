import { screen, waitFor } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { dog, note } from "@/testing/examples";
import { fakeServer } from "@/testing/fakeServer";
import { renderPage } from "@/testing/render";
import { syncRoute } from "@/testing/syncRoute";
import { SearchPage } from "./SearchPage";

const always = { "POST /v1/sync": syncRoute(), "GET /v1/dogs": { body: { items: [dog] } } };
const hit = (id: string, before: string, match: string) => ({
  record: note({ id }),
  snippet: [
    { text: before, match: false },
    { text: match, match: true },
  ],
});
const open = (path = "/search") => renderPage(<SearchPage />, { dog, records: [], route: "/search", path });
const searches = (sent: ReturnType<typeof fakeServer>) => sent.filter(({ path }) => path === "/v1/search");

test("asks nothing until there are words, then shows where they stand", async () => {
  const sent = fakeServer({
    ...always,
    "GET /v1/search": { body: { items: [hit("n-7", "<b>a</b> ", "Rückruf")] } },
  });
  const { user, router } = open();
  expect(screen.getByText("Find what was written")).toBeVisible();
  expect(searches(sent)).toEqual([]);
  await user.type(screen.getByRole("searchbox", { name: "Words to look for" }), "ruckruf{Enter}");
  expect(await screen.findByText("Rückruf")).toHaveProperty("tagName", "MARK");
  expect(screen.getByRole("article")).toHaveTextContent("<b>a</b> Rückruf");
  expect(await screen.findByRole("link", { name: "Note · Balu" })).toHaveAttribute(
    "href",
    "/dogs/d-1/records/n-7",
  );
  expect(screen.getByText("1 record found.")).toBeVisible();
  expect(router.state.location.search).toBe("?q=ruckruf");
  expect(searches(sent).at(-1)?.query.toString()).toBe("q=ruckruf&sort=relevance");
});

test("asks for what the address says, and for the next page with its cursor", async () => {
  const sent = fakeServer({
    ...always,
    "GET /v1/search": ({ query }) =>
      query.get("cursor")
        ? { body: { items: [hit("n-2", "second ", "lake")] } }
        : { body: { items: [hit("n-1", "first ", "lake")], next: "c-1" } },
  });
  const { user, router } = open(
    "/search?q=lake&dog=d-1&type=note&type=visit&author=me&from=2026-11-01&sort=newest",
  );
  expect(await screen.findByText("The first record; there are more.")).toBeVisible();
  const first = searches(sent)[0]?.query;
  expect(first?.get("dog")).toBe("d-1");
  expect(first?.getAll("type")).toEqual(["note", "visit"]);
  expect(first?.get("author")).toBe("me");
  expect(first?.get("from")).toBe("2026-11-01");
  expect(first?.get("sort")).toBe("newest");
  await user.click(screen.getByRole("button", { name: "Show more" }));
  await waitFor(() => expect(screen.getAllByRole("article")).toHaveLength(2));
  expect(searches(sent).at(-1)?.query.get("cursor")).toBe("c-1");

  await user.click(screen.getByRole("button", { name: "Clear filter" }));
  await waitFor(() => expect(router.state.location.search).toBe("?q=lake&sort=newest"));
  await user.click(screen.getByRole("radio", { name: "Best first" }));
  await waitFor(() => expect(router.state.location.search).toBe("?q=lake"));
});

test("narrows by type", async () => {
  const sent = fakeServer({ ...always, "GET /v1/search": { body: { items: [] } } });
  const { user } = open("/search?q=lake");
  expect(await screen.findByText("Nothing found")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Filter" }));
  await user.click(await screen.findByRole("combobox", { name: "Types" }));
  await user.click(await screen.findByRole("option", { name: "Notes" }));
  await waitFor(() => expect(searches(sent).at(-1)?.query.getAll("type")).toEqual(["note"]));
  expect(await screen.findByText(/fits the filter/)).toBeVisible();
});

test("says at the field that there is no word in it", async () => {
  fakeServer({
    ...always,
    "GET /v1/search": {
      status: 422,
      body: { status: 422, errors: [{ field: "q", rule: "format", message: "q has no word to look for." }] },
    },
  });
  open("/search?q=-x");
  expect(await screen.findByText(/Type a word to look for/)).toBeVisible();
  expect(screen.getByRole("searchbox")).toBeInvalid();
});

test("offline it leads to the search of each dog", async () => {
  vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
  vi.spyOn(globalThis, "fetch").mockRejectedValue(new TypeError("no network"));
  open("/search?q=long line");
  expect(await screen.findByText("You seem to be offline")).toBeVisible();
  expect(await screen.findByRole("link", { name: "Search in Balu’s timeline" })).toHaveAttribute(
    "href",
    "/dogs/d-1?q=long+line",
  );
});

test("can be emptied", async () => {
  fakeServer({ ...always, "GET /v1/search": { body: { items: [] } } });
  const { user, router } = open("/search?q=lake");
  await user.click(await screen.findByRole("button", { name: "Empty the search" }));
  await waitFor(() => expect(router.state.location.search).toBe(""));
  expect(screen.getByRole("searchbox")).toHaveValue("");
  expect(screen.getByRole("searchbox")).toHaveFocus();
});
