// Finding what was written over all dogs: by words, by whom it concerns, and what is said without a connection.
import assert from "node:assert/strict";
import {
  addDog,
  assertNoSidewaysScroll,
  heading,
  invite,
  joinByLink,
  link,
  openRecord,
  records,
  see,
  signUp,
  tab,
  writeNote,
} from "./pages.mjs";
import { Stage } from "./stage.mjs";

const tara = { name: "Tara Berg", email: "tara@example.org", password: "long enough 1" };
const olga = { name: "Olga Berger", email: "olga@example.org", password: "long enough 2" };
const open = "Rückruf im Garten <b>ohne</b> Leine.";
const hidden = "Rückruf wird zu Hause nicht geübt.";

const stage = new Stage();
const people = {};
let invitation;

stage.step("a trainer writes for the owner and for trainers alone", async () => {
  people.trainer = await stage.arrive();
  const { page } = people.trainer;
  await page.goto("/");
  await link(page, "Create an account").click();
  await signUp(page, tara);
  await link(page, "Add your first dog").click();
  await addDog(page, {
    name: "Balu",
    breed: "Hovawart",
    sex: "Male",
    birthDate: "2018-07-16",
    role: "Trainer",
  });
  await writeNote(page, { text: open, audience: ["Owners", "Trainers"] });
  await writeNote(page, { text: hidden, audience: ["Trainers"] });
  await tab(page, "People").click();
  invitation = await invite(page, "Owner");
});

stage.step("she finds both by the beginning of a word without its dots, and opens one", async () => {
  const { page } = people.trainer;
  await link(page, "Search all dogs").click();
  await see(heading(page, "Find what was written"));
  await searchFor(page, "ruck");
  await see(page.getByText("2 records found."));
  assert.deepEqual(await page.getByRole("article").locator("mark").allInnerTexts(), ["Rückruf", "Rückruf"]);
  await see(records(page, open));
  await searchFor(page, "ruck -zuhause -hause");
  await see(page.getByText("1 record found."));
  await assertNoSidewaysScroll(page, "the search");
  await openRecord(page, open);
  await page.goBack();
  await see(records(page, open));
  assert.equal(await page.getByRole("searchbox").inputValue(), "ruck -zuhause -hause");
});

stage.step("the owner finds what is for them, and nothing tells of the other", async () => {
  people.owner = await stage.arrive({ viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1 });
  const { page } = people.owner;
  people.owner.expectRefusal("422 /v1/search");
  await joinByLink(page, invitation, olga);
  await link(page, "Search all dogs").click();
  await searchFor(page, "rückruf");
  await see(page.getByText("1 record found."));
  await see(records(page, open));
  await searchFor(page, "hause");
  await see(heading(page, "Nothing found"));
  await searchFor(page, "**");
  await see(page.getByText(/^Type a word to look for/));
});

stage.step("without a connection it leads to the search of the dog, which has it", async () => {
  const { owner } = people;
  const { page } = owner;
  await searchFor(page, "garten");
  await see(records(page, open));
  owner.withoutNetwork = true;
  await owner.context.setOffline(true);
  await searchFor(page, "leine");
  await see(heading(page, "You seem to be offline"));
  await link(page, "Search in Balu’s timeline").click();
  await see(records(page, open));
  await owner.context.setOffline(false);
  owner.withoutNetwork = false;
});

async function searchFor(page, words) {
  const box = page.getByRole("searchbox", { name: "Words to look for" });
  await box.fill(words);
  await box.press("Enter");
}
