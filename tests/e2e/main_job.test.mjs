// The main job as three people: a trainer writes down what happens with Balu, the owner reads what is meant for them,
// a walker adds what they saw. The steps build on each other.
import assert from "node:assert/strict";
import {
  addDog,
  button,
  filterBy,
  finishSession,
  heading,
  invite,
  joinByLink,
  link,
  log,
  makeTarget,
  openRecord,
  records,
  rows,
  see,
  seeMessage,
  seeNo,
  seeRecords,
  signUp,
  tab,
  tap,
  writeAbc,
  writeNote,
} from "./pages.mjs";
import { picture } from "./pictures.mjs";
import { Stage } from "./stage.mjs";

const tara = { name: "Tara Lindqvist", email: "tara@example.org", password: "long enough 1" };
const olga = { name: "Olga Berger", email: "olga@example.org", password: "long enough 2" };
const wim = { name: "Wim de Vries", email: "wim@example.org", password: "long enough 3" };

const forOwner = "Calm past two joggers at 10 m. Please keep this distance on your walks until Friday.";
const forTrainers = "Ask Jana to film the next session: he may be limping on the left.";
const fromWalker = "Lovely walk by the river, 50 minutes. Ignored the ducks!";

const stage = new Stage();
const people = {};
const links = {};

stage.step("the trainer signs up and adds Balu, each empty page saying what to do first", async () => {
  people.trainer = await stage.arrive();
  const { page } = people.trainer;
  await page.goto("/");
  await link(page, "Create an account").click();
  await signUp(page, tara);
  await see(heading(page, "Let’s start with a dog"));
  await link(page, "Add your first dog").click();
  await addDog(page, {
    name: "Balu",
    breed: "Hovawart",
    sex: "Male",
    birthDate: "2018-07-16",
    role: "Trainer",
  });
  await see(heading(page, "Balu’s timeline starts here"));
  await tab(page, "Progress").click();
  await see(page.getByText(/^No sessions of a target in this period\./));
  await see(page.getByText(/^No ABC records in this period\./));
});

stage.step("the trainer makes the target Recall on the way to the first session", async () => {
  const { page } = people.trainer;
  await log(page, "Training session");
  await see(heading(page, "First, a target to train"));
  await link(page, "Add a target").click();
  await makeTarget(page, {
    name: "Recall",
    cue: "come",
    steps: [
      { description: "in the garden", distance: 5 },
      { description: "in the park, dogs far off", distance: 15 },
    ],
  });
  await see(heading(page, "Session with Balu"));
});

stage.step("the trainer writes notes and ABC records, each for whom it concerns", async () => {
  const { page } = people.trainer;
  await button(page, "Close").click();
  const handler = {
    antecedent: "Handler argues on the phone",
    behavior: "pacing",
    consequence: "left alone",
  };
  await writeAbc(page, { ...handler, intensity: 2, audience: ["Trainers"] });
  const jogger = { antecedent: "Jogger from behind", behavior: "barking", consequence: "scatter feed" };
  await writeAbc(page, { ...jogger, intensity: 3 });
  await writeNote(page, { text: forOwner, tags: ["walk", "joggers"], audience: ["Owners", "Trainers"] });
  await link(page, "Quick log").click();
  await see(heading(page, "Log for Balu"));
  await picture(page, "quick-log");
});

stage.step("trial taps count live, and a wrong tap is taken back", async () => {
  const { page } = people.trainer;
  await link(page, "Training session").click();
  await button(page, "Recall · “come”").click();
  await see(page.getByText("– %", { exact: true }));
  await tap(page, ["Correct", "Correct", "Incorrect", "No response", "Correct"]);
  await see(page.getByText("60 %", { exact: true }));
  await tap(page, ["Incorrect"]);
  await see(page.getByText("50 %", { exact: true }));
  await button(page, "Undo last").click();
  await see(page.getByText("60 %", { exact: true }));
  await tap(page, ["Void"]);
  await see(page.getByText("3 of 5 correct", { exact: true }));
  await tap(page, ["Correct", "Correct"]);
  await page.getByRole("radio", { name: "Gesture" }).check();
  await tap(page, ["Correct", "Correct", "Correct"]);
  await see(page.getByText("80 %", { exact: true }));
  await see(page.getByText("8 of 10 correct", { exact: true }));
  await picture(page, "trainer-session");
  await finishSession(page, { place: "Meadow behind the school" });
  await see(records(page, "Meadow behind the school").getByText("Step 1 · 8 of 10 correct · 80 %"));
});

stage.step("a note for trainers alone says who will see it", async () => {
  const { page } = people.trainer;
  await writeNote(page, { text: forTrainers, audience: ["Trainers"] });
  await seeRecords(page, 6);
  await picture(page, "trainer-timeline");
  await openRecord(page, forTrainers);
  await see(page.getByText("Visible to: trainers", { exact: true }));
  await tab(page, "Timeline").click();
});

stage.step("the timeline filters by type", async () => {
  const { page } = people.trainer;
  await filterBy(page, ["Notes"]);
  await seeRecords(page, 2);
  await filterBy(page, ["ABC", "Sessions"]);
  await seeRecords(page, 3);
  await filterBy(page, ["Weight"]);
  await see(heading(page, "Nothing fits the filter"));
  await button(page, "Clear filter").click();
  await seeRecords(page, 6);
});

stage.step("the trainer changes a note, and a deleted one comes back by undo", async () => {
  const { page } = people.trainer;
  await openRecord(page, forTrainers);
  await link(page, "Edit").click();
  const text = page.getByRole("textbox", { name: "Note", exact: true });
  await text.fill(`${forTrainers} Vet on Monday.`);
  await button(page, "Save").click();
  await see(page.getByText("Vet on Monday."));
  await see(link(page, "History (2 versions)"));
  await button(page, "Delete").click();
  await seeRecords(page, 5);
  await seeNo(records(page, "Vet on Monday."));
  await button(page, "Undo").click();
  await see(records(page, "Vet on Monday."));
  await page.reload();
  await seeRecords(page, 6);
});

stage.step("the progress page has the session and the ABC records, as chart and as table", async () => {
  const { page } = people.trainer;
  await tab(page, "Progress").click();
  await see(page.getByRole("img", { name: /^Success rate of Recall in 1 session\./ }));
  const [session, ...others] = await rows(
    page.getByRole("table", { name: "Recall: correct of valid trials" }),
  );
  assert.deepEqual(session.slice(1), ["1", "10", "8", "5", "3", "80 %"]);
  assert.equal(others.length, 0);
  await see(page.getByRole("img", { name: /^ABC records per week/ }));
  assert.equal(await abcRecords(page), 2);
});

stage.step("the trainer invites owner and walker by link", async () => {
  const { page } = people.trainer;
  await tab(page, "People").click();
  links.owner = await invite(page, "Owner");
  links.walker = await invite(page, "Walker");
  await see(heading(page, "Open invitations"));
});

stage.step("the owner joins and sees what is meant for owners, and no trace of the rest", async () => {
  people.owner = await stage.arrive();
  const { page } = people.owner;
  await joinByLink(page, links.owner, olga);
  await see(records(page, forOwner));
  await seeRecords(page, 4);
  await picture(page, "owner-timeline");
  await seeNo(records(page, "Jana"));
  await seeNo(records(page, "argues"));
  await filterBy(page, ["Notes"]);
  await seeRecords(page, 1);
  await tab(page, "Progress").click();
  await see(page.getByRole("img", { name: /^Success rate of Recall in 1 session\./ }));
  assert.equal(await abcRecords(page), 1);
  await seeNo(page.getByText("pacing"));
});

stage.step("the owner cannot change the trainer’s note, nor open one that is not for owners", async () => {
  const { page } = people.owner;
  await tab(page, "Timeline").click();
  await openRecord(page, forOwner);
  await see(page.getByText("Visible to: owners, trainers"));
  await seeNo(link(page, "Edit"));
  await seeNo(button(page, "Delete"));

  const trainer = people.trainer.page;
  await tab(trainer, "Timeline").click();
  await openRecord(trainer, "Jana");
  people.owner.expectRefusal("404 /v1/dogs/");
  await page.goto(trainer.url());
  await see(heading(page, "There is nothing here"));
  await page.goto(`${trainer.url()}/edit`);
  await see(heading(page, "There is nothing here"));
});

stage.step("the walker sees what walkers may, and writes for owner and trainer", async () => {
  people.walker = await stage.arrive();
  const { page } = people.walker;
  await joinByLink(page, links.walker, wim);
  await see(records(page, "Recall"));
  await seeRecords(page, 1);
  await link(page, "Quick log").click();
  await see(link(page, "ABC record"));
  await seeNo(link(page, "Training session"));
  await seeNo(link(page, "Weight"));
  await tab(page, "Timeline").click();
  await writeNote(page, { text: fromWalker, tags: ["walk"] });
  await seeRecords(page, 2);
});

stage.step("owner and trainer see what the walker wrote", async () => {
  for (const { page } of [people.owner, people.trainer]) {
    await page.goto("/");
    await page.getByRole("main").getByRole("link", { name: /Balu/ }).click();
    await see(records(page, fromWalker).getByText("Wim de Vries · walker"));
  }
});

stage.step("the owner sees who has access and takes the walker’s away", async () => {
  const { page } = people.owner;
  await tab(page, "People").click();
  const members = page.getByRole("list", { name: "People" }).getByRole("listitem");
  await see(members.filter({ hasText: /Tara Lindqvist\s*Trainer/ }));
  await see(members.filter({ hasText: /Olga Berger \(you\)\s*Owner/ }));
  await picture(page, "circle");
  await button(page, "Options for Wim de Vries").click();
  await page.getByRole("menuitem", { name: "Remove Wim de Vries" }).click();
  await button(page.getByRole("dialog"), "Remove Wim de Vries").click();
  await seeMessage(page, "Wim de Vries no longer has access.");
  await seeNo(members.filter({ hasText: "Wim" }));
});

stage.step("the walker no longer sees Balu, and the used link lets nobody in", async () => {
  const { page } = people.walker;
  // The page itself has noticed by now: revoke.test.mjs.
  await see(heading(page, "Let’s start with a dog"));
  await seeNo(records(page, fromWalker));
  people.walker.expectRefusal("410 /v1/invitations/");
  await page.goto(links.walker);
  await see(heading(page, "This invitation is no longer valid"));
});

/** All records that the table beside the chart counts. */
async function abcRecords(page) {
  const weeks = await rows(page.getByRole("table", { name: "ABC records per week" }));
  return weeks.reduce((sum, week) => sum + Number(week.at(-1)), 0);
}
