// A week in the mountains: two devices of one person, both without a network, each writing every day, and both changing
// the same records. Back in signal nothing is lost, nothing is there twice, and what clashes is decided by the person.
import assert from "node:assert/strict";
import { goOffline, goOnline, readyForOffline } from "./network.mjs";
import { button, field, heading, link, records, see, seeMessage, seeRecords, signIn } from "./pages.mjs";
import { Client } from "./registry.mjs";
import { Stage } from "./stage.mjs";

const tara = { name: "Tara Lindqvist", email: "tara@example.org", password: "long enough 1" };
const kept = "Saved on this device. It is sent as soon as there is a connection.";
const days = [1, 2, 3, 4, 5, 6, 7];
const began = Date.now() - 7 * 86_400_000;

const stage = new Stage();
const devices = {};
const known = {};
let client;
let dog;

stage.step("two devices have the app and the dog’s records, and lose the network", async () => {
  client = await Client.signUp(stage.url, tara);
  dog = await client.addDog({ name: "Balu" });
  for (const [index, name] of ["plan", "tagged", "dropped", "gone"].entries()) {
    const occurredAt = new Date(began - (index + 1) * 3_600_000).toISOString();
    known[name] = await client.write(dog, { type: "note", occurredAt, text: `The ${name} note.` });
  }
  for (const name of ["phone", "tablet"]) {
    devices[name] = await stage.arrive();
    const { page } = devices[name];
    await signIn(page, tara);
    await readyForOffline(page);
    await page.goto(`/dogs/${dog.id}`);
    await seeRecords(page, 4);
    await goOffline(devices[name]);
  }
});

stage.step("for seven days each writes, closes the app, and opens it again", async () => {
  for (const day of days) {
    for (const [name, { page }] of Object.entries(devices)) {
      await page.clock.setFixedTime(began + day * 86_400_000 - 3_600_000);
      await page.goto(`/dogs/${dog.id}/log/note`);
      await field(page, "Note").fill(`Day ${day}, written on the ${name}.`);
      await button(page, "Save").click();
      await seeMessage(page, kept);
      await see(records(page, `Day ${day}, written on the ${name}.`).getByText("Saved here"));
    }
  }
});

stage.step("both change the same notes, each in a way of its own", async () => {
  const { phone, tablet } = devices;
  await edit(phone.page, known.plan, (page) => field(page, "Note").fill("The plan of the phone."));
  await edit(tablet.page, known.plan, (page) => field(page, "Note").fill("The plan of the tablet."));
  // Different fields of one note: no clash.
  await edit(phone.page, known.tagged, (page) => field(page, "Note").fill("A text from the phone."));
  await edit(tablet.page, known.tagged, async (page) => {
    await page.getByRole("combobox", { name: "Tags" }).fill("tablet");
    await page.getByRole("combobox", { name: "Tags" }).press("Enter");
  });
  // Deleted on one, changed on the other.
  await remove(phone.page, known.dropped);
  await edit(tablet.page, known.dropped, (page) => field(page, "Note").fill("Still wanted on the tablet."));
  // Deleted on both: nothing to decide.
  for (const { page } of [phone, tablet]) await remove(page, known.gone);
});

stage.step("the first one back sends its week by itself", async () => {
  const { page } = devices.phone;
  await goOnline(devices.phone);
  await page.goto("/unsent");
  await see(heading(page, "Everything is sent"));
  assert.equal((await texts()).length, 2 + days.length);
});

stage.step("the second one has two things to decide, and sends the rest", async () => {
  const { page } = devices.tablet;
  await goOnline(devices.tablet);
  await page.goto("/unsent");
  await see(link(page, "2 need you"));
  await seeRecords(page, 2);
  // The rest is there already, with what could be put together.
  const { items } = await client.call("GET", `/v1/dogs/${dog.id}/records?limit=50`);
  const tagged = items.find(({ id }) => id === known.tagged.id);
  assert.deepEqual([tagged.text, tagged.tags], ["A text from the phone.", ["tablet"]]);
  assert.equal(items.length, 2 + 2 * days.length);

  const plan = page.getByRole("article").filter({ hasText: "The plan of the tablet." });
  await button(plan, "Decide").click();
  const dialog = page.getByRole("dialog", { name: "This was changed in the meantime" });
  await see(dialog.getByText("The plan of the phone."));
  await button(dialog, "Merge the texts").click();
  await field(dialog, "Note").fill("The plan of both.");
  await button(dialog, "Save merged text").click();
  await see(link(page, "1 needs you"));

  await button(page, "Decide").click();
  const deletion = page.getByRole("dialog", { name: "This was changed in the meantime" });
  await see(deletion.getByText("Somebody else has deleted this in the meantime."));
  await button(deletion, "Bring it back with my text").click();
  await see(heading(page, "Everything is sent"));
});

stage.step("both devices and the server have the same week, each day once, on its day", async () => {
  const expected = [
    ...days.flatMap((day) => [`Day ${day}, written on the phone.`, `Day ${day}, written on the tablet.`]),
    "A text from the phone.",
    "Still wanted on the tablet.",
    "The plan of both.",
  ].sort();
  assert.deepEqual(await texts(), expected);
  const { items } = await client.call("GET", `/v1/dogs/${dog.id}/records?limit=50`);
  for (const day of days) {
    const { occurredAt } = items.find(({ text }) => text === `Day ${day}, written on the phone.`);
    const hour = 3_600_000;
    assert.ok(Math.abs(new Date(occurredAt).getTime() - (began + day * 24 * hour - hour)) < 60_000);
  }
  for (const { page } of Object.values(devices)) {
    await page.goto(`/dogs/${dog.id}`);
    await seeRecords(page, expected.length);
    for (const text of expected) await see(records(page, text));
  }
});

async function texts() {
  const { items } = await client.call("GET", `/v1/dogs/${dog.id}/records?limit=50`);
  return items.map(({ text }) => text).sort();
}

async function edit(page, { id }, change) {
  await page.goto(`/dogs/${dog.id}/records/${id}/edit`);
  await see(field(page, "Note"));
  await change(page);
  await button(page, "Save").click();
  await seeMessage(page, kept);
}

async function remove(page, { id }) {
  await page.goto(`/dogs/${dog.id}/records/${id}`);
  await button(page, "Delete").click();
  await see(page.getByRole("search", { name: "Filter the timeline" }));
}
