import { screen, waitFor, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import type { DogRecord, Problem } from "@/shared/api/types";
import { dog, note } from "@/testing/examples";
import { fakeServer } from "@/testing/fakeServer";
import { renderPage } from "@/testing/render";
import { syncRoute, writesIn } from "@/testing/syncRoute";
import { LogRecordPage } from "./LogRecordPage";

function open(type: string, records?: DogRecord[]) {
  return renderPage(<LogRecordPage />, {
    dog,
    records,
    route: "/dogs/:dogId/log/:type",
    path: `/dogs/d-1/log/${type}`,
  });
}

test("shows each wrong field of a problem at its field", async () => {
  const errors = [
    { field: "antecedent", rule: "maxLength", message: "Too long for an antecedent." },
    { field: "audience[0]", rule: "enum", message: "There is no such role." },
  ];
  const problem = { title: "Invalid", status: 422, detail: "Two fields.", errors } as Problem;
  fakeServer({ "POST /v1/sync": syncRoute(() => ({ status: "rejected", problem })) });
  const { user } = open("abc-record");
  const say = (name: string, text: string) => user.type(screen.getByRole("textbox", { name }), text);
  await say("Antecedent", "jogger");
  await say("Behavior", "barking");
  await say("Consequence", "scatter feed");

  await user.click(screen.getByRole("button", { name: "Save" }));

  await waitFor(() =>
    expect(screen.getByRole("textbox", { name: "Antecedent" })).toHaveAccessibleDescription(
      /Too long for an antecedent\./,
    ),
  );
  // What has no field in the form is listed above it.
  expect(screen.getByRole("alert")).toHaveTextContent("audience[0]: There is no such role.");
  expect(screen.getByRole("alert")).not.toHaveTextContent("Too long");
});

test("does not send what is empty, and says so at the fields", async () => {
  const sent = fakeServer({});
  const { user } = open("abc-record");
  await user.type(screen.getByRole("textbox", { name: "Behavior" }), "barking");
  await user.click(screen.getByRole("button", { name: "Save" }));
  expect(screen.getByRole("textbox", { name: "Antecedent" })).toHaveAccessibleDescription(
    /Please fill this in\./,
  );
  expect(screen.getByRole("textbox", { name: "Behavior" })).toBeValid();
  expect(writesIn(sent)).toHaveLength(0);
});

test("a draft survives a reload", async () => {
  fakeServer({});
  const first = open("note");
  await first.user.type(screen.getByRole("textbox", { name: "Note" }), "Met a cat.");
  first.unmount();
  open("note");
  expect(screen.getByRole("textbox", { name: "Note" })).toHaveValue("Met a cat.");
  expect(screen.getByText("Your unfinished draft was restored.")).toBeInTheDocument();
});

test("without a connection it is saved on the device, and sent when there is one", async () => {
  vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
  let reachable = false;
  const answer = syncRoute();
  const sent = fakeServer({
    "POST /v1/sync": (request) => (reachable ? answer(request) : { status: 503, body: { status: 503 } }),
  });
  const { user, replica } = open("note");
  await user.type(screen.getByRole("textbox", { name: "Note" }), "Met a cat.");
  await user.click(screen.getByRole("button", { name: "Save" }));
  expect(await screen.findByText(/^Saved on this device\./)).toBeInTheDocument();
  expect(await screen.findByText("another page")).toBeInTheDocument();
  expect(await replica.waiting()).toMatchObject([{ state: "waiting", wanted: { text: "Met a cat." } }]);

  reachable = true;
  window.dispatchEvent(new Event("online"));
  await waitFor(async () => expect(await replica.waiting()).toEqual([]));
  expect(writesIn(sent).at(-1)?.record).toMatchObject({ type: "note", text: "Met a cat." });
});

test("a running stopwatch survives a reload, and can be corrected", async () => {
  fakeServer({ "POST /v1/sync": syncRoute() });
  const clock = vi.spyOn(Date, "now").mockReturnValue(1_000_000);
  const first = open("abc-record");
  await first.user.click(screen.getAllByRole("button", { name: "Start timer" })[0] as HTMLElement);
  first.unmount();
  clock.mockReturnValue(1_042_000);
  const { user } = open("abc-record");
  await user.click(screen.getByRole("button", { name: /^Stop/ }));
  const duration = screen.getByRole("textbox", { name: "Duration" });
  expect(duration).toHaveValue("42 s");
  await user.clear(duration);
  await user.type(duration, "40");
  expect(duration).toHaveValue("40 s");
});

const abc = (id: string, antecedent: string): DogRecord => {
  const { text: _, tags: __, pinned: ___, ...common } = note({ id });
  return { ...common, type: "abc-record", antecedent, behavior: "barking", consequence: "scatter feed" };
};

test("the dog's own words are tapped instead of typed", async () => {
  fakeServer({ "POST /v1/sync": syncRoute() });
  const { user } = open("abc-record", [abc("r-1", "cat"), abc("r-2", "jogger"), abc("r-3", "Jogger")]);
  const chips = await screen.findByRole("group", { name: "Antecedent: used before" });
  expect(within(chips).getAllByRole("button")).toHaveLength(2);
  const field = screen.getByRole("textbox", { name: "Antecedent" });
  await user.click(within(chips).getByRole("button", { name: "cat" }));
  expect(field).toHaveValue("cat");
  await user.click(within(chips).getByRole("button", { name: /jogger/i }));
  expect(String((field as HTMLTextAreaElement).value).toLowerCase()).toBe("jogger");
  await user.clear(field);
  await user.type(field, "rain");
  await user.click(within(chips).getByRole("button", { name: "cat" }));
  expect(field).toHaveValue("rain, cat");
});

test("one entry for several dogs is a record of each, and one tap takes all back", async () => {
  const rex = { ...dog, id: "d-2", name: "Rex" };
  const read = {
    ...dog,
    id: "d-3",
    name: "Ida",
    you: { ...dog.you, sections: { ...dog.you.sections, notes: "read" as const } },
  };
  const sent = fakeServer({
    "POST /v1/sync": syncRoute(),
    "GET /v1/dogs": { body: { items: [dog, rex, read] } },
  });
  const { user } = open("note", []);
  await user.type(screen.getByRole("textbox", { name: "Note" }), "Walked together.");
  await user.click(await screen.findByRole("button", { name: "Also for other dogs" }));
  await user.click(await screen.findByRole("button", { name: "Rex" }));
  expect(screen.queryByRole("button", { name: "Ida" })).not.toBeInTheDocument();
  await user.click(screen.getByRole("button", { name: "Save" }));
  expect(await screen.findByText("Logged for 2 dogs.")).toBeInTheDocument();
  const written = writesIn(sent);
  expect(written.map(({ dogId }) => dogId).sort()).toEqual(["d-1", "d-2"]);
  expect(new Set(written.map(({ record }) => record.id)).size).toBe(2);
  await user.click(screen.getByRole("button", { name: "Undo" }));
  await waitFor(() => expect(writesIn(sent).filter(({ record }) => record.deleted)).toHaveLength(2));
});

test("it is dated back by a tap", async () => {
  const sent = fakeServer({ "POST /v1/sync": syncRoute() });
  const { user } = open("note");
  await user.type(screen.getByRole("textbox", { name: "Note" }), "An hour ago.");
  await user.click(screen.getByRole("button", { name: "1 h ago" }));
  await user.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(writesIn(sent)).toHaveLength(1));
  const ago = Date.now() - new Date(String(writesIn(sent)[0]?.record.occurredAt)).getTime();
  expect(Math.abs(ago - 3_600_000)).toBeLessThan(60_000);
});
