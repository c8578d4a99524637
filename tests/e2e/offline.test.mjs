// The main job without a network: from the first visit to the field, to a second device, and back into signal.
import assert from "node:assert/strict";
import { goOffline, goOnline, readyForOffline } from "./network.mjs";
import {
  accountMenu,
  button,
  field,
  filterBy,
  heading,
  link,
  log,
  openRecord,
  records,
  see,
  seeMessage,
  seeNo,
  seeRecords,
  signIn,
  tab,
  tap,
} from "./pages.mjs";
import { Client } from "./registry.mjs";
import { Stage } from "./stage.mjs";

const tara = { name: "Tara Lindqvist", email: "tara@example.org", password: "long enough 1" };
const kept = "Saved on this device. It is sent as soon as there is a connection.";
const field1 = "In the field: held his stay while two deer crossed.";

const stage = new Stage();
let client;
let dog;
let phone;
let tablet;
let shared;

stage.step("the first visit puts the app and the records on the device", async () => {
  client = await Client.signUp(stage.url, tara);
  dog = await client.addDog({ name: "Balu" });
  shared = await client.write(dog, {
    type: "note",
    occurredAt: hoursAgo(2),
    text: "Pulled toward the pond.",
  });
  await client.write(dog, { type: "weight", occurredAt: hoursAgo(1), kilograms: 38.4 });
  phone = await stage.arrive();
  await signIn(phone.page, tara);
  await readyForOffline(phone.page);
  await phone.page.getByRole("main").getByRole("link", { name: /Balu/ }).click();
  await seeRecords(phone.page, 2);
});

stage.step("without a network every page of the main job opens, by any address", async () => {
  await goOffline(phone);
  const { page } = phone;
  await page.goto("/");
  await page.getByRole("main").getByRole("link", { name: /Balu/ }).click();
  await seeRecords(page, 2);
  await filterBy(page, ["Weight"]);
  await seeRecords(page, 1);
  await page.goto(`/dogs/${dog.id}/records/${shared.id}`);
  await see(page.getByText("Pulled toward the pond."));
  await page.goto(`/dogs/${dog.id}/log/abc-record`);
  await see(field(page, "Antecedent"));
  await page.goto("/nowhere");
  await see(page.getByRole("heading", { level: 1 }).first());
});

stage.step("two taps from launch a note is written, and says that it is saved here", async () => {
  const { page } = phone;
  await page.goto("/log");
  await link(page, "Note").click();
  await field(page, "Note").fill(field1);
  await button(page, "Save").click();
  await seeMessage(page, kept);
  await see(records(page, field1).getByText("Saved here"));
  await see(page.getByRole("link", { name: "Offline · 1 waiting" }));
});

stage.step(
  "a target and a session on it are written, and a session survives a reload in its middle",
  async () => {
    const { page } = phone;
    await log(page, "Training session");
    await link(page, "Add a target").click();
    await makeTargetOffline(page);
    await button(page, "Recall · “come”").click();
    await tap(page, ["Correct", "Correct", "Incorrect"]);
    await page.reload();
    await see(page.getByText("2 of 3 correct", { exact: true }));
    await tap(page, ["Correct"]);
    await button(page, "Finish").click();
    await field(page, "Place").fill("Deer meadow");
    await button(page, "Save session").click();
    await seeMessage(page, kept);
    await see(records(page, "Deer meadow").getByText("Step 1 · 3 of 4 correct · 75 %"));
  },
);

stage.step("changes, deletions and their undo work too, and all of it survives a reload", async () => {
  const { page } = phone;
  await openWaiting(page, field1);
  await link(page, "Edit").click();
  await field(page, "Note").fill(`${field1} Twice.`);
  await button(page, "Save").click();
  await seeMessage(page, kept);
  await tab(page, "Timeline").click();
  await records(page, "38.4").getByRole("link").click();
  await button(page, "Delete").click();
  await seeNo(records(page, "38.4"));
  await button(page, "Undo").click();
  await see(records(page, "38.4"));
  await page.reload();
  await see(records(page, `${field1} Twice.`));
  await seeRecords(page, 5);
});

stage.step("meanwhile the other device changes the same note, online", async () => {
  tablet = await stage.arrive();
  await signIn(tablet.page, tara);
  await editNote(tablet.page, "From the tablet.");
  await seeMessage(tablet.page, "Saved.");
  await editNote(phone.page, "From the phone.");
  await seeMessage(phone.page, kept);
});

stage.step("back in signal everything is sent by itself, in order, once", async () => {
  await goOnline(phone);
  await see(phone.page.getByRole("link", { name: "1 needs you" }));
  const { items } = await client.call("GET", `/v1/dogs/${dog.id}/records?limit=50`);
  assert.deepEqual(items.map(({ type }) => type).sort(), ["note", "note", "session", "target", "weight"]);
  assert.ok(items.some(({ text }) => text === `${field1} Twice.`));
  const target = items.find(({ type }) => type === "target");
  assert.equal(items.find(({ type }) => type === "session").blocks[0].targetId, target.id);
  await see(tablet.page.getByText("From the tablet."));
  await tab(tablet.page, "Timeline").click();
  await see(records(tablet.page, `${field1} Twice.`));
});

stage.step("words are found on the device", async () => {
  const { page } = tablet;
  await page.getByRole("searchbox", { name: "Search the timeline" }).fill("deer cross");
  await seeRecords(page, 1);
  await see(records(page, `${field1} Twice.`));
  await button(page, "Clear filter").click();
});

stage.step("both texts of the note are kept, and merged by keyboard", async () => {
  const { page } = phone;
  await link(page, "1 needs you").click();
  await see(heading(page, "Not sent yet"));
  await button(page, "Decide").press("Enter");
  const dialog = page.getByRole("dialog", { name: "This was changed in the meantime" });
  await see(dialog.getByText("From the tablet."));
  await see(dialog.getByText("From the phone."));
  await button(dialog, "Merge the texts").press("Enter");
  await field(dialog, "Note").fill("From the tablet, and from the phone.");
  await button(dialog, "Save merged text").press("Enter");
  await see(heading(page, "Everything is sent"));
  await see(records(tablet.page, "From the tablet, and from the phone."));
});

stage.step("what the server refuses says why, and is mended or given up", async () => {
  const { page } = phone;
  await goOffline(phone);
  await page.goto(`/dogs/${dog.id}/log/note`);
  await field(page, "Note").fill("An answer to what will be gone.");
  await button(page, "Save").click();
  await seeMessage(page, kept);
  await openRecord(tablet.page, "From the tablet, and from the phone.");
  await openNote(page);
  await field(page, "Your comment").fill("Too late.");
  await button(page, "Send comment").click();
  await see(page.getByText("Too late."));
  // On both the note's page is open still, and asks for its photos before it hears that the note is gone.
  for (const person of [tablet, phone]) person.expectRefusal("404 /v1/dogs/");
  await button(tablet.page, "Delete").click();
  await seeMessage(tablet.page, "Deleted.");
  await goOnline(phone);
  await link(page, "1 needs you").click();
  const entry = page.getByRole("article").filter({ hasText: "Too late." });
  await see(entry.getByText("Not accepted"));
  await see(entry.getByText(/^about: /));
  await button(entry, "Discard").click();
  await button(page.getByRole("dialog"), "Discard").click();
  await see(heading(page, "Everything is sent"));
});

stage.step("signing out asks before it loses something, and wipes the device", async () => {
  const { page } = tablet;
  await goOffline(tablet);
  await page.goto(`/dogs/${dog.id}/log/note`);
  await field(page, "Note").fill("Never sent.");
  await button(page, "Save").click();
  await seeMessage(page, kept);
  await accountMenu(page).click();
  await page.getByRole("menuitem", { name: "Sign out", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Sign out and lose what was not sent?" });
  const file = page.waitForEvent("download");
  await button(dialog, "Save as a file").click();
  assert.match((await file).suggestedFilename(), /^doggy-unsent-.*\.json$/);
  await button(dialog, "Stay").click();

  const other = phone.page;
  await accountMenu(other).click();
  await other.getByRole("menuitem", { name: "Sign out", exact: true }).click();
  await see(heading(other, "Welcome back"));
  assert.deepEqual(await leftOnDevice(other), []);
});

/** Whatever the browser keeps of the account: databases, and the app's own local storage. */
function leftOnDevice(page) {
  return page.evaluate(async () => {
    const databases = (await indexedDB.databases()).map(({ name }) => name);
    return [...databases, ...Object.keys(localStorage)].filter((name) => name.startsWith("doggy"));
  });
}

async function makeTargetOffline(page) {
  await field(page, "Name").fill("Recall");
  await field(page, "Cue").fill("come");
  await field(page.getByRole("group", { name: "Step 1" }), "Description").fill("in the garden");
  await button(page, "Save target").click();
  await seeMessage(page, kept);
}

async function openWaiting(page, text) {
  await records(page, text).getByRole("link").click();
  await see(link(page, "Edit"));
}

async function openNote(page) {
  await page.goto(`/dogs/${dog.id}/records/${shared.id}`);
  await see(field(page, "Your comment"));
}

async function editNote(page, text) {
  await page.goto(`/dogs/${dog.id}/records/${shared.id}/edit`);
  await field(page, "Note").fill(text);
  await button(page, "Save").click();
}

function hoursAgo(hours) {
  return new Date(Date.now() - hours * 3_600_000).toISOString();
}
