// The dog's pages as trainer and walker use them: what must be known first, forms for what happens outside, Markdown,
// filters, behavior and health.
import assert from "node:assert/strict";
import { goOffline, goOnline, readyForOffline } from "./network.mjs";
import { button, dismissMessages, field, heading, link, records, see, seeNo, signIn } from "./pages.mjs";
import { Client } from "./registry.mjs";
import { Stage } from "./stage.mjs";

const tara = { name: "Tara Lindqvist", email: "tara@example.org", password: "long enough 1" };
const stage = new Stage();
let person;
let page;
let dog;
let rex;

const safety = () => page.getByRole("region", { name: "Safety", exact: true });
const group = (name) => page.getByRole("group", { name, exact: true });
const timeline = () => page.getByRole("search", { name: "Filter the timeline" });

async function save() {
  await button(page, "Save").click();
  await see(timeline());
  await see(page.getByRole("alert").first());
  await dismissMessages(page);
}

stage.step("a dog without anything about safety says how to begin", async () => {
  const client = await Client.signUp(stage.url, tara);
  dog = await client.addDog({ name: "Balu" });
  rex = await client.addDog({ name: "Rex" });
  person = await stage.arrive({ viewport: { width: 390, height: 844 } });
  page = person.page;
  await signIn(page, tara);
  await page.goto(`/dogs/${dog.id}`);
  await see(heading(page, "Nothing about safety yet"));
  await link(page, "Alert").click();
  await button(page, "Danger").click();
  await field(page, "Instruction").fill("Muzzle around men with hats");
  await save();
  await see(safety().getByText("Muzzle around men with hats"));
});

stage.step("an emergency contact can be called from the card", async () => {
  await page.goto(`/dogs/${dog.id}/log/care-instruction?topic=emergency`);
  await see(button(page, "Emergency").and(page.locator("[aria-pressed=true]")));
  await field(page, "Title").fill("Olga, owner");
  await field(page, "Instruction").fill("+49 170 1234567, day and night");
  await save();
  assert.equal(
    await safety()
      .getByRole("link", { name: /Olga, owner/ })
      .getAttribute("href"),
    "tel:+491701234567",
  );
});

stage.step("without signal the card is there, and an exposure is logged for two dogs", async () => {
  await readyForOffline(page);
  await goOffline(person);
  await page.reload();
  await see(safety().getByText("Muzzle around men with hats"));
  await link(page, "Quick log").click();
  await link(page, "Trigger exposure").click();
  await field(page, "Trigger").fill("Jogger");
  await field(page, "Closest distance").fill("8");
  await group("Reaction").getByRole("button", { name: "4" }).click();
  await button(page, "1 h ago").click();
  await button(page, "Also for other dogs").click();
  await button(page, "Rex").click();
  await save();
  await see(records(page, "Jogger"));
  await goOnline(person);
  await page.evaluate(() => window.dispatchEvent(new Event("online")));
  await page.goto(`/dogs/${rex.id}`);
  await see(records(page, "Jogger"));
});

stage.step("what was met before is tapped", async () => {
  await page.goto(`/dogs/${dog.id}/log/trigger-exposure`);
  await group("Trigger: used before").getByRole("button", { name: "Jogger" }).click();
  assert.equal(await field(page, "Trigger").inputValue(), "Jogger");
  await field(page, "Closest distance").fill("15");
  await group("Reaction").getByRole("button", { name: "1" }).click();
  await save();
});

stage.step("a note in Markdown is laid out, harmless, and plain in the list", async () => {
  await page.goto(`/dogs/${dog.id}/log/note`);
  await field(page, "Note").fill(
    "# Plan\n\n- **calm** past joggers\n\n[source](https://example.org) [bad](javascript:alert(1)) <img src=x onerror=alert(1)> ![pixel](https://example.org/pixel.png)",
  );
  await save();
  await see(records(page, "calm past joggers"));
  await records(page, "calm past joggers").getByRole("link").click();
  await see(heading(page, "Plan"));
  assert.equal(await link(page, "source").getAttribute("rel"), "noopener noreferrer nofollow");
  assert.equal(await link(page, "bad").count(), 0);
  assert.equal(await page.locator("main img").count(), 0);
});

stage.step("the timeline is filtered by words, kind and period, and the address keeps it", async () => {
  await page.goto(`/dogs/${dog.id}?q=jogger`);
  await see(page.getByText("3 records"));
  await timeline().getByText("Notes", { exact: true }).click();
  await see(page.getByText("1 record", { exact: true }));
  await page.reload();
  await see(page.getByText("1 record", { exact: true }));
  await field(page, "Search the timeline").or(page.getByRole("searchbox")).first().fill("zebra");
  await see(page.getByText(/No record on this device has “zebra”/));
  await button(page, "Clear filter").click();
  await see(records(page, "Jogger").first());
});

stage.step("the behavior page has definitions, triggers and what follows what", async () => {
  await link(page, "Behavior").click();
  await see(heading(page, "Definitions"));
  const met = page.getByRole("table", { name: "What the dog met" });
  await see(met.getByRole("row", { name: /Jogger/ }));
  await link(page, "Define").click();
  await field(page, "Name").fill("Lunging");
  await button(page, "Point (a moment)").click();
  await button(page, "Less of it").click();
  await save();
  await page.goto(`/dogs/${dog.id}/behavior`);
  await see(link(page, "Lunging"));
});

stage.step("an observation is tapped while it is watched, and paired by a code", async () => {
  await link(page, "Observe").click();
  await field(page, "Another behavior").fill("Lunging");
  await page.keyboard.press("Enter");
  await button(page, "Start watching").click();
  await button(page, /^Lunging/).click();
  // A reload does not stop the clock.
  await page.reload();
  await button(page, /^Lunging.*1 time/).click();
  await see(button(page, /^Lunging.*2 times/));
  await button(page, "Finish").click();
  await save();
  await page.goto(`/dogs/${dog.id}/behavior`);
  await button(page, "Pair").click();
  await see(page.getByRole("img", { name: "QR code for the second observer" }));
  const url = await field(page, "Link for the second observer").inputValue();
  await page.goto(url);
  await see(page.getByText("You are the second observer"));
  await see(page.getByText("Lunging", { exact: true }));
});

stage.step("on the health page a dose is a tap, and it can be taken back", async () => {
  await page.goto(`/dogs/${dog.id}/log/medication`);
  await field(page, "Product").fill("Fluoxetine");
  await field(page, "Dose").fill("20 mg");
  await save();
  await link(page, "Health").click();
  await button(page, "Fluoxetine: given now").click();
  await see(page.getByText(/^Last given .* by Tara Lindqvist$/));
  await button(page, "Undo").click();
  await see(page.getByText("No dose on record yet"));
  await seeNo(page.getByText(/^Last given/));
});
