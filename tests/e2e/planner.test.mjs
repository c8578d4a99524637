// What is to be done: today, calendar, homework and visit reports, on a phone, without a network too.
import assert from "node:assert/strict";
import { goOffline, goOnline, readyForOffline } from "./network.mjs";
import {
  assertNoSidewaysScroll,
  button,
  dismissMessages,
  heading,
  link,
  see,
  seeMessage,
  seeNo,
  signIn,
} from "./pages.mjs";
import { Client } from "./registry.mjs";
import { Stage } from "./stage.mjs";

const tara = { name: "Tara Lindqvist", email: "tara@example.org", password: "long enough 1" };
const olga = { name: "Olga Brandt", email: "olga@example.org", password: "long enough 2" };
const day = 86_400_000;
const zone = "Europe/Berlin";

const stage = new Stage();
let trainer;
let owner;
let dog;
let phone;
let desk;
let series;
let once;
let visit;

stage.step("the start says what is to be done today, and stands without a network", async () => {
  trainer = await Client.signUp(stage.url, tara);
  owner = await Client.signUp(stage.url, olga);
  dog = await trainer.addDog({ name: "Balu" });
  const { token } = await trainer.call("POST", `/v1/dogs/${dog.id}/invitations`, { role: "owner" });
  await owner.call("POST", `/v1/invitations/${token}/accept`);
  await trainer.write(dog, {
    type: "alert",
    occurredAt: at(-day),
    severity: "danger",
    instruction: "Muzzle around men with hats",
    acknowledgmentRequired: true,
  });
  await trainer.write(dog, {
    type: "homework",
    occurredAt: at(-day),
    title: "Recall at the door",
    instructions: "In the hall first.",
    steps: [{ description: "Call once", repetitions: 5 }, { description: "Pay at the door" }],
    timesPerWeek: 3,
  });
  series = await trainer.write(dog, {
    type: "appointment",
    occurredAt: morning(2, 10),
    endsAt: morning(2, 11),
    title: "Puppy class",
    kind: "class",
    timeZone: zone,
    recurrence: "FREQ=WEEKLY",
  });
  once = await trainer.write(dog, {
    type: "appointment",
    occurredAt: morning(3, 10),
    endsAt: morning(3, 11),
    title: "Walk in the woods",
    kind: "walk",
    timeZone: zone,
  });
  visit = await trainer.write(dog, {
    type: "visit",
    occurredAt: at(-2 * 3_600_000),
    endedAt: at(-3_600_000),
    kind: "walk",
    mood: "happy",
    water: true,
    distanceMeters: 3500,
    report: "Two deer, and not one bark.",
  });
  phone = await stage.arrive();
  const { page } = phone;
  await signIn(page, olga);
  await see(link(page, "Puppy class"));
  await readyForOffline(page);
  await goOffline(phone);
  await page.goto("/");
  await see(heading(page, "Today"));
  for (const name of ["Muzzle around men with hats", "Recall at the door", "Walk in the woods"])
    await see(link(page, name));
  await see(link(page, "Walk by Tara Lindqvist"));
  await assertNoSidewaysScroll(page, "today");
});

stage.step("an alert is acknowledged and homework marked as done at one tap each", async () => {
  const { page } = phone;
  await button(page, "Got it: Muzzle around men with hats").click();
  await seeMessage(page, "Acknowledged.");
  await seeNo(link(page, "Muzzle around men with hats"));
  await button(page, "Done: Recall at the door").click();
  await seeNo(link(page, "Recall at the door"));
  await button(page, "Undo").click();
  await see(link(page, "Recall at the door"));
});

stage.step("homework says how to do it, and takes how it went", async () => {
  const { page } = phone;
  await dismissMessages(page);
  await link(page, "Recall at the door").click();
  await see(page.getByText("In the hall first."));
  await button(page, "Say how it went").click();
  await page.getByRole("checkbox", { name: "Pay at the door" }).uncheck();
  await page.getByRole("textbox", { name: "How it went" }).fill("She came at once.");
  await button(page, "Mark as done").click();
  const done = page.getByRole("region", { name: "Done for now" });
  await see(done.getByText("She came at once."));
  await assertNoSidewaysScroll(page, "homework");
});

stage.step("the calendar stands by month, week and as a list, and takes an answer", async () => {
  const { page } = phone;
  await dismissMessages(page);
  await page.goto("/calendar");
  await see(heading(page, "Calendar"));
  const event = page.getByText("Puppy class").first();
  await see(event);
  for (const view of ["Month", "Week", "Agenda"]) {
    await page.getByText(view, { exact: true }).click();
    await assertNoSidewaysScroll(page, `the calendar by ${view.toLowerCase()}`);
  }
  await see(event);
  await event.click();
  const dialog = page.getByRole("dialog", { name: "Puppy class" });
  await button(dialog, "Yes").click();
  await see(dialog.getByText("Olga Brandt comes"));
});

stage.step(
  "back in signal all of it reaches the trainer, with the days that the server expands",
  async () => {
    await goOnline(phone);
    await seeNo(phone.page.getByRole("link", { name: /waiting/ }));
    const { items } = await trainer.call("GET", `/v1/dogs/${dog.id}/records?limit=50`);
    const kinds = items.filter(({ author }) => author.name === olga.name).map(({ type }) => type);
    assert.deepEqual(kinds.sort(), ["acknowledgment", "homework-log", "rsvp"]);
    const log = items.find(({ type }) => type === "homework-log");
    assert.deepEqual([log.done, log.comment], [[0], "She came at once."]);
    const all = await occurrences("Puppy class");
    // The heading of a day stands beside what takes place on it.
    const shown = await phone.page
      .locator("[data-date]")
      .evaluateAll((days) =>
        days
          .filter((one) => one.parentElement.textContent.includes("Puppy class"))
          .map((one) => one.dataset.date),
      );
    assert.deepEqual(
      shown,
      all.map((one) => localDay(one.at)).filter((one) => one < localDay(at(30 * day))),
    );
    assert.deepEqual(
      all[0].answers.map(({ name, answer }) => [name, answer]),
      [[olga.name, "yes"]],
    );
  },
);

stage.step("the trainer moves an appointment by keyboard, and takes it back", async () => {
  desk = await stage.arrive({ viewport: { width: 1280, height: 1000 } });
  const { page } = desk;
  await signIn(page, tara);
  await page.goto(`/calendar?view=week&day=${localDay(once.occurredAt)}`);
  const event = page.getByRole("button", { name: /Walk in the woods/ });
  await see(event);
  await event.focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Walk in the woods" });
  const later = new Date(new Date(once.occurredAt).getTime() + 3_600_000);
  await dialog.getByLabel("New time").fill(localInput(later));
  await button(dialog, "Move").press("Enter");
  await see(button(page, "Undo"));
  assert.equal((await occurrences("Walk in the woods"))[0].at.slice(0, 16), localInput(later));
  await button(page, "Undo").click();
  await until(async () => (await occurrences("Walk in the woods"))[0].at === once.occurredAt);
});

stage.step("a series is moved by dragging one of its days, and both ways are offered", async () => {
  const { page } = desk;
  await dismissMessages(page);
  await page.goto(`/calendar?view=month&day=${localDay(series.occurredAt)}`);
  const event = page.getByText("Puppy class").first();
  await see(event);
  const from = await event.boundingBox();
  await page.mouse.move(from.x + 10, from.y + from.height / 2);
  await page.mouse.down();
  // A day is some 130 px wide; there is one to either side but for the ends of a week.
  const beside = from.x < 640 ? 130 : -130;
  await page.mouse.move(from.x + 10 + beside / 2, from.y + from.height / 2, { steps: 5 });
  await page.mouse.move(from.x + 10 + beside, from.y + from.height / 2, { steps: 10 });
  await page.mouse.up();
  const dialog = page.getByRole("dialog", { name: "Move which ones?" });
  await button(dialog, "Only this one").click();
  await see(button(page, "Undo"));
  const [first] = await occurrences("Puppy class");
  assert.notEqual(first.at, series.occurredAt);
  await button(page, "Undo").click();
  await until(async () => (await occurrences("Puppy class"))[0].at === series.occurredAt);
});

stage.step("a visit is read as its report card", async () => {
  const { page } = phone;
  await page.goto(`/dogs/${dog.id}/records/${visit.id}`);
  await see(page.getByText("Walk · Happy"));
  await see(page.getByText("Two deer, and not one bark."));
  await see(page.getByText(/1 h 0 min · 3.5 km/));
  await link(page, "Visit reports").click();
  await see(heading(page, "Visit reports"));
  await assertNoSidewaysScroll(page, "the visit reports");
});

stage.step("another calendar program subscribes by the address that is shown once", async () => {
  const { page } = phone;
  await page.goto("/calendar");
  await button(page, "Subscribe").click();
  await button(page, "Make an address").click();
  const url = await page.getByRole("textbox", { name: "Address" }).inputValue();
  const feed = await (await fetch(url)).text();
  assert.match(feed, /BEGIN:VCALENDAR[\s\S]*SUMMARY:[^\r\n]*Puppy class/);
});

/** At the full minute, as long from now, by the clocks of Berlin. */
function at(milliseconds) {
  const then = new Date(Math.floor((Date.now() + milliseconds) / 60_000) * 60_000);
  const name = new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "longOffset" })
    .formatToParts(then)
    .find(({ type }) => type === "timeZoneName").value;
  return `${localInput(then)}:00${name.slice(3)}`;
}

/** In so many days. Late in the evening, an hour from now would end on the next day. */
function morning(days, hour) {
  return at(days * day).replace(/T\d\d:\d\d/, `T${hour}:00`);
}

function localInput(then) {
  return then.toLocaleString("sv-SE", { timeZone: zone }).replace(" ", "T").slice(0, 16);
}

function localDay(text) {
  return localInput(new Date(text)).slice(0, 10);
}

async function occurrences(title) {
  const range = `from=${encodeURIComponent(at(0))}&to=${encodeURIComponent(at(40 * day))}`;
  const { items } = await trainer.call("GET", `/v1/dogs/${dog.id}/occurrences?${range}`);
  return items.filter((one) => one.title === title);
}

/** Asks until it is so; the runner's time limit ends it. */
async function until(holds) {
  while (!(await holds())) await desk.page.evaluate(() => new Promise(requestAnimationFrame));
}
