import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import type { Appointment, DogRecord } from "@/shared/api/types";
import { toLocalDay, toLocalInput, toRfc3339 } from "@/shared/lib/time";
import { dog, me, note } from "@/testing/examples";
import { fakeServer } from "@/testing/fakeServer";
import { renderPage } from "@/testing/render";
import { syncRoute, writesIn } from "@/testing/syncRoute";
import { CalendarPage } from "./CalendarPage";

const tomorrow = new Date();
tomorrow.setDate(tomorrow.getDate() + 1);
tomorrow.setHours(18, 0, 0, 0);
const hour = 3_600_000;

const appointment = (change: Partial<Appointment> = {}): DogRecord => ({
  ...note(),
  id: "ap",
  type: "appointment",
  title: "Puppy class",
  kind: "class",
  occurredAt: toRfc3339(tomorrow),
  endsAt: toRfc3339(new Date(tomorrow.getTime() + hour)),
  attendees: [],
  exceptDates: [],
  canceled: false,
  ...change,
});

function open(records: DogRecord[], path = "/?view=agenda", shown = dog) {
  const sent = fakeServer({
    "GET /v1/me": { body: me },
    "GET /v1/dogs": { body: { items: [shown] } },
    "GET /v1/me/calendar-feed": { body: { exists: false } },
    "POST /v1/me/calendar-feed": {
      body: { exists: true, url: "https://dogs.example/v1/calendar/t/doggy.ics" },
    },
    "POST /v1/sync": syncRoute(),
  });
  return { sent, ...renderPage(<CalendarPage />, { dog: shown, records, route: "/", path }) };
}
const opened = `/?view=agenda&open=${encodeURIComponent(`ap~${tomorrow.toISOString()}`)}`;

test("a series stands on each of its days, and the layout stands in the address", async () => {
  const { user, router } = open([appointment({ recurrence: "FREQ=WEEKLY" })]);
  await waitFor(() => expect(screen.getAllByText("Puppy class").length).toBeGreaterThanOrEqual(4));
  await user.click(screen.getByRole("radio", { name: "Month" }));
  expect(router.state.location.search).toContain("view=month");
});

test("whoever sees it answers, for that day", async () => {
  const { user, sent } = open([appointment({ recurrence: "FREQ=WEEKLY", audience: ["trainer"] })], opened);
  const dialog = await screen.findByRole("dialog", { name: "Puppy class" });
  await user.click(within(dialog).getByRole("button", { name: "Maybe" }));
  await waitFor(() => expect(writesIn(sent)).toHaveLength(1));
  expect(writesIn(sent)[0]?.record).toMatchObject({
    type: "rsvp",
    appointmentId: "ap",
    answer: "maybe",
    occurrence: toLocalDay(tomorrow),
    audience: ["trainer"],
  });
  expect(await within(dialog).findByText("Tara may come")).toBeInTheDocument();
});

test("it is moved by a typed time, and back by undo", async () => {
  const { user, sent } = open([appointment()], opened);
  const dialog = await screen.findByRole("dialog", { name: "Puppy class" });
  const later = new Date(tomorrow.getTime() + hour);
  const box = within(dialog).getByLabelText("New time");
  await user.clear(box);
  await user.type(box, toLocalInput(later));
  await user.click(within(dialog).getByRole("button", { name: "Move" }));
  await waitFor(() => expect(writesIn(sent)).toHaveLength(1));
  const first = writesIn(sent)[0]?.record as unknown as Appointment;
  expect(new Date(first.occurredAt)).toEqual(later);
  expect(new Date(first.endsAt ?? "")).toEqual(new Date(later.getTime() + hour));
  await user.click(await screen.findByRole("button", { name: "Undo" }));
  await waitFor(() => expect(writesIn(sent)).toHaveLength(2));
  expect(new Date(String(writesIn(sent)[1]?.record.occurredAt))).toEqual(tomorrow);
});

test("of a series it asks which ones", async () => {
  const { user, sent } = open([appointment({ recurrence: "FREQ=WEEKLY" })], opened);
  const dialog = await screen.findByRole("dialog", { name: "Puppy class" });
  const box = within(dialog).getByLabelText("New time");
  await user.clear(box);
  await user.type(box, toLocalInput(new Date(tomorrow.getTime() + hour)));
  await user.click(within(dialog).getByRole("button", { name: "Move" }));
  await user.click(await screen.findByRole("button", { name: "Only this one" }));
  await waitFor(() => expect(writesIn(sent)).toHaveLength(2));
  const [single, series] = writesIn(sent).map(({ record }) => record);
  expect(single).not.toHaveProperty("recurrence");
  expect(series).toMatchObject({ id: "ap", exceptDates: [toLocalDay(tomorrow)] });
});

test("who may only read the calendar moves and plans nothing", async () => {
  const you = { ...dog.you, sections: { ...dog.you.sections, calendar: "read" as const } };
  open([appointment()], opened, { ...dog, you });
  const dialog = await screen.findByRole("dialog", { name: "Puppy class" });
  expect(within(dialog).getByRole("button", { name: "Yes" })).toBeInTheDocument();
  expect(within(dialog).queryByLabelText("New time")).not.toBeInTheDocument();
  expect(screen.queryByRole("button", { name: "Plan an appointment" })).not.toBeInTheDocument();
});

test("an appointment is planned, again every week until a day", async () => {
  const { user, sent } = open([], "/?view=agenda&new");
  const dialog = await screen.findByRole("dialog", { name: "New appointment" });
  await user.click(within(dialog).getByRole("button", { name: "Save appointment" }));
  expect(within(dialog).getByRole("textbox", { name: "What" })).toBeInvalid();
  await user.type(within(dialog).getByRole("textbox", { name: "What" }), "Walk");
  await user.selectOptions(within(dialog).getByRole("combobox", { name: "Repeat" }), "Every week");
  await user.type(within(dialog).getByLabelText("Until"), "2099-12-31");
  await user.click(within(dialog).getByRole("button", { name: "Save appointment" }));
  await waitFor(() => expect(writesIn(sent)).toHaveLength(1));
  expect(writesIn(sent)[0]?.record).toMatchObject({
    type: "appointment",
    title: "Walk",
    recurrence: expect.stringMatching(/^FREQ=WEEKLY;UNTIL=2\d{7}T\d{6}Z$/),
    timeZone: expect.any(String),
  });
  await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
});

test("the address for other calendars is made and shown once", async () => {
  const { user } = open([]);
  await user.click(await screen.findByRole("button", { name: "Subscribe" }));
  await user.click(await screen.findByRole("button", { name: "Make an address" }));
  expect(await screen.findByRole("textbox", { name: "Address" })).toHaveValue(
    "https://dogs.example/v1/calendar/t/doggy.ics",
  );
  expect(screen.getByRole("link", { name: "Open in calendar program" })).toHaveAttribute(
    "href",
    "webcal://dogs.example/v1/calendar/t/doggy.ics",
  );
});
