import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import type { DogRecord, Problem } from "@/shared/api/types";
import en from "@/shared/i18n/en.json";
import { recordTypeInfo, recordTypes } from "@/shared/lib/recordTypes";
import { dog, me } from "@/testing/examples";
import { fakeServer } from "@/testing/fakeServer";
import { renderPage } from "@/testing/render";
import { syncRoute, writesIn } from "@/testing/syncRoute";
import { GenericBody } from "../detail/GenericBody";
import { LogPage } from "../log/LogPage";
import { LogRecordPage } from "../log/LogRecordPage";

const names = (group: object, name: string) => (group as Record<string, string>)[name];
const fieldName = (type: string, name: string) =>
  names((en.fieldsOf as Record<string, object>)[type] ?? {}, name) ?? names(en.fields, name);
const ownForms = ["note", "abc-record", "session", "target", "weight", "comment", "attachment"];

const open = (type: string) =>
  renderPage(<LogRecordPage />, { dog, route: "/dogs/:dogId/log/:type", path: `/dogs/d-1/log/${type}` });

test("a type without a form of its own is filled in by its schema", async () => {
  const sent = fakeServer({ "POST /v1/sync": syncRoute() });
  const { user } = open("vaccination");
  await user.click(screen.getByRole("button", { name: "Rabies" }));
  await user.type(screen.getByRole("textbox", { name: "Product" }), "Nobivac");
  await user.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(writesIn(sent)).toHaveLength(1));
  expect(writesIn(sent)[0]?.record).toMatchObject({
    type: "vaccination",
    vaccine: "rabies",
    product: "Nobivac",
    audience: ["owner", "trainer", "walker", "carer"],
  });
});

test("parts of a list are added and taken away, and errors stand at them", async () => {
  const errors = [{ field: "steps[0].description", rule: "required", message: "Say what to do." }];
  const problem = { title: "Invalid", status: 422, detail: "Wrong.", errors } as Problem;
  fakeServer({ "POST /v1/sync": syncRoute(() => ({ status: "rejected", problem })) });
  const { user } = open("homework");
  await user.type(screen.getByRole("textbox", { name: "Title" }), "Sit at the door");
  const steps = screen.getByRole("group", { name: "Steps" });
  await user.click(within(steps).getByRole("button", { name: "Add another" }));
  await user.click(within(steps).getByRole("button", { name: "Add another" }));
  await user.click(within(steps).getByRole("button", { name: "Remove number 2" }));
  expect(within(steps).getAllByRole("textbox", { name: "Description" })).toHaveLength(1);
  await user.type(within(steps).getByRole("textbox", { name: "Description" }), "?");
  await user.click(screen.getByRole("button", { name: "Save" }));
  expect(await within(steps).findByText("Say what to do.")).toBeInTheDocument();
  expect(screen.getAllByText("Say what to do.")).toHaveLength(1);
});

test("required fields are asked for before sending", async () => {
  const sent = fakeServer({});
  const { user } = open("incident");
  await user.click(screen.getByRole("button", { name: "Save" }));
  const kind = screen.getByRole("group", { name: "Kind" });
  expect(kind).toHaveAccessibleDescription(/Please fill this in\./);
  expect(within(kind).getByRole("button", { name: "Bite" })).toHaveFocus();
  expect(writesIn(sent)).toHaveLength(0);
});

test("what only sometimes matters is asked only then, and not sent otherwise", async () => {
  const sent = fakeServer({ "POST /v1/sync": syncRoute() });
  const { user } = open("incident");
  expect(screen.queryByRole("group", { name: "Dunbar level" })).not.toBeInTheDocument();
  await user.click(screen.getByRole("button", { name: "Bite" }));
  const level = screen.getByRole("group", { name: "Dunbar level" });
  await user.click(within(level).getByRole("button", { name: "3" }));
  await user.click(screen.getByRole("button", { name: "Escape" }));
  expect(screen.queryByRole("group", { name: "Dunbar level" })).not.toBeInTheDocument();
  await user.type(screen.getByRole("textbox", { name: "What was seen, in order" }), "Ran.");
  await user.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(writesIn(sent)).toHaveLength(1));
  expect(writesIn(sent)[0]?.record).toMatchObject({ kind: "escape", description: "Ran." });
  expect(writesIn(sent)[0]?.record).not.toHaveProperty("dunbarLevel");
});

test("numbers out of range are said at their field, also under what is folded away", async () => {
  const sent = fakeServer({});
  const { user } = open("reinforcer");
  await user.type(screen.getByRole("textbox", { name: "What it is" }), "Liver");
  await user.click(screen.getByRole("button", { name: "Food" }));
  await user.type(screen.getByRole("textbox", { name: "Rank" }), "900");
  await user.click(screen.getByRole("button", { name: "Save" }));
  expect(screen.getByRole("textbox", { name: "Rank" })).toHaveAccessibleDescription(
    /Enter a number from 1 to 100\./,
  );
  expect(writesIn(sent)).toHaveLength(0);
});

test("times of a day are taken as people type them", async () => {
  const sent = fakeServer({ "POST /v1/sync": syncRoute() });
  const { user } = open("medication");
  await user.type(screen.getByRole("textbox", { name: "Product" }), "Fluoxetine");
  await user.type(screen.getByRole("textbox", { name: "Dose" }), "20 mg");
  await user.type(screen.getByRole("combobox", { name: "Times of day" }), "8{Enter}20:30{Enter}");
  await user.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(writesIn(sent)).toHaveLength(1));
  expect(writesIn(sent)[0]?.record).toMatchObject({ timesOfDay: ["08:00", "20:30"] });
});

test("every field and choice of every type has a name in the words of the field", () => {
  const nameless = recordTypes
    .filter((type) => !ownForms.includes(type))
    .flatMap((type) =>
      Object.entries(recordTypeInfo[type].fields)
        .filter(([, schema]) => schema.format !== "uuid")
        .flatMap(([name, schema]) => [
          ...(fieldName(type, name) ? [] : [`${type}.${name}`]),
          ...(schema.enum ?? []).filter((choice) => !names(en.choices, choice)),
        ]),
    );
  expect(nameless).toEqual([]);
});

test("every type that may be written is offered, but none that only follows another", () => {
  fakeServer({ "GET /v1/dogs": { body: { items: [dog] } } });
  renderPage(<LogPage />, { dog, route: "/dogs/:dogId/log", path: "/dogs/d-1/log" });
  expect(screen.getByRole("link", { name: "Vaccination" })).toBeInTheDocument();
  expect(screen.getByRole("link", { name: "Trigger exposure" })).toBeInTheDocument();
  expect(screen.queryByRole("link", { name: "Comment" })).not.toBeInTheDocument();
});

test("shows what a record says with units, and nothing that it does not say", () => {
  const record = {
    id: "e-1",
    dogId: dog.id,
    type: "trigger-exposure",
    occurredAt: "2026-11-20T10:00:00Z",
    recordedAt: "2026-11-20T10:00:05Z",
    author: { id: me.id, name: me.name, role: "trainer" },
    audience: ["owner"],
    version: 1,
    seq: 1,
    deleted: false,
    trigger: "jogger",
    distanceMeters: 12.5,
    reaction: 0,
  } satisfies DogRecord;
  renderPage(<GenericBody record={record} />, { dog, route: "/", path: "/" });
  expect(screen.getByText("12.5 m")).toBeInTheDocument();
  expect(screen.getByText("0")).toBeInTheDocument();
  expect(screen.queryByText("Recovery seconds")).not.toBeInTheDocument();
});
