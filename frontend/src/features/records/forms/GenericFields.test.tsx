import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import type { DogRecord, Problem } from "@/shared/api/types";
import { dog, me } from "@/testing/examples";
import { fakeServer } from "@/testing/fakeServer";
import { renderPage } from "@/testing/render";
import { syncRoute, writesIn } from "@/testing/syncRoute";
import { GenericBody } from "../detail/GenericBody";
import { LogPage } from "../log/LogPage";
import { LogRecordPage } from "../log/LogRecordPage";

const open = (type: string) =>
  renderPage(<LogRecordPage />, { dog, route: "/dogs/:dogId/log/:type", path: `/dogs/d-1/log/${type}` });

test("a type without a form of its own is filled in by its schema", async () => {
  const sent = fakeServer({ "POST /v1/sync": syncRoute() });
  const { user } = open("vaccination");
  await user.selectOptions(screen.getByRole("combobox", { name: "Vaccine" }), "rabies");
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
  await user.click(screen.getByRole("button", { name: "Save" }));
  expect(await within(steps).findByText("Say what to do.")).toBeInTheDocument();
  expect(screen.getAllByText("Say what to do.")).toHaveLength(1);
});

test("required fields are asked for before sending", async () => {
  const sent = fakeServer({});
  const { user } = open("incident");
  await user.click(screen.getByRole("button", { name: "Save" }));
  expect(screen.getByRole("combobox", { name: "Kind" })).toHaveAccessibleDescription(/Please fill this in\./);
  expect(writesIn(sent)).toHaveLength(0);
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
