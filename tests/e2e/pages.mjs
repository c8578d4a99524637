// What a person does on a page of the app and what they see there. Everything is found by role and accessible name, as
// assistive technology finds it; every function ends when the page shows that it is done.
import assert from "node:assert/strict";

/** Waits until it is there to be seen. */
export const see = (locator) => locator.waitFor({ state: "visible" });
/** Waits until it is not, or no longer, there. */
export const seeNo = (locator) => locator.waitFor({ state: "hidden" });

export const button = (page, name) => page.getByRole("button", { name, exact: true });
export const link = (page, name) => page.getByRole("link", { name, exact: true });
export const heading = (page, name) => page.getByRole("heading", { name, exact: true });
export const accountMenu = (page) => page.getByRole("button", { name: /^Account: / });
export const field = (page, name) => page.getByRole("textbox", { name, exact: true });
const choice = (page, name) => page.getByRole("combobox", { name, exact: true });
/** A page of the bottom bar or the side bar. */
export const tab = (page, name) => page.getByRole("navigation", { name: "Main" }).getByRole("link", { name });

/** The records of the timeline, newest first; with a text, those that show it. */
export const records = (page, text) =>
  page.getByRole("article").filter(text === undefined ? {} : { hasText: text });

/** Waits until the timeline shows so many records. */
export async function seeRecords(page, count) {
  if (count > 0) await see(records(page).nth(count - 1));
  await seeNo(records(page).nth(count));
}

export async function signUp(page, { name, email, password }) {
  await field(page, "Your name").fill(name);
  await field(page, "Email").fill(email);
  await field(page, "Password").fill(password);
  await button(page, "Create account").click();
}

export async function signIn(page, { email, password }) {
  await page.goto("/sign-in");
  await field(page, "Email").fill(email);
  await field(page, "Password").fill(password);
  await button(page, "Sign in").click();
  await seeStart(page);
}

/** The app's start: today, or how to get a first dog. */
export const seeStart = (page) => see(page.getByRole("heading", { level: 1, name: /^(Today|My dogs)$/ }));

export async function addDog(page, { name, breed, sex, birthDate, role }) {
  await field(page, "Name").fill(name);
  await page.getByRole("radiogroup", { name: "I am this dog’s" }).getByText(role, { exact: true }).click();
  await field(page, "Breed").fill(breed);
  await choice(page, "Sex").selectOption(sex);
  await page.getByLabel("Date of birth").fill(birthDate);
  await button(page, "Add dog").click();
  await see(heading(page, name));
  await seeMessage(page, "Added. Now log what happens.");
}

/** Opens quick log at one kind of record. */
export async function log(page, kind) {
  await link(page, "Quick log").click();
  // The page before may have links of the same name.
  await see(page.getByRole("heading", { name: /^Log for / }));
  await link(page, kind).click();
}

/** From "these roles" as they are to exactly these. */
async function chooseAudience(page, roles) {
  await page.getByRole("button", { name: /^Visible to/ }).click();
  for (const role of ["Owners", "Trainers", "Walkers", "Carers"]) {
    await page.getByRole("checkbox", { name: role }).setChecked(roles.includes(role));
  }
}

/** Closes the short messages, which on a phone lie over the lower end of the page. */
export async function dismissMessages(page) {
  const messages = button(page, "Dismiss");
  for (let left = await messages.count(); left > 0; left = await messages.count()) {
    // It may close by itself under the hand that closes it.
    await messages
      .first()
      .click({ timeout: 2000 })
      .catch(() => {});
    await messages.nth(left - 1).waitFor({ state: "detached" });
  }
}

/** Waits for a short message and closes it. */
export async function seeMessage(page, text) {
  await see(page.getByRole("alert").filter({ hasText: text }));
  await dismissMessages(page);
}

async function save(page, name = "Save", message = "Logged.") {
  await button(page, name).click();
  await see(page.getByRole("search", { name: "Filter the timeline" }));
  await seeMessage(page, message);
}

export async function writeNote(page, { text, tags = [], audience }) {
  await log(page, "Note");
  await field(page, "Note").fill(text);
  for (const tag of tags) {
    await choice(page, "Tags").fill(tag);
    await choice(page, "Tags").press("Enter");
  }
  if (audience) await chooseAudience(page, audience);
  await save(page);
  await see(records(page, text));
}

export async function writeAbc(page, { antecedent, behavior, consequence, intensity, audience }) {
  await log(page, "ABC record");
  await field(page, "Antecedent").fill(antecedent);
  await field(page, "Behavior").fill(behavior);
  await field(page, "Consequence").fill(consequence);
  await page
    .getByRole("group", { name: "Intensity" })
    .getByRole("button", { name: String(intensity) })
    .click();
  if (audience) await chooseAudience(page, audience);
  await save(page);
  await see(records(page, `${antecedent} → ${behavior} → ${consequence}`));
}

export async function makeTarget(page, { name, cue, steps }) {
  await field(page, "Name").fill(name);
  await field(page, "Cue").fill(cue);
  for (const [index, { description, distance }] of steps.entries()) {
    if (index > 0) await button(page, "Add a step").click();
    const step = page.getByRole("group", { name: `Step ${index + 1}` });
    await field(step, "Description").fill(description);
    await field(step, "Distance").fill(String(distance));
  }
  await button(page, "Save target").click();
  await seeMessage(page, "Target saved.");
}

/** Taps trials by the names of their buttons. */
export async function tap(page, outcomes) {
  for (const outcome of outcomes) await button(page, outcome).click();
}

export async function finishSession(page, { place }) {
  await button(page, "Finish").click();
  await field(page, "Place").fill(place);
  await save(page, "Save session", "Session saved.");
}

/** Makes an invitation and returns its link. */
export async function invite(page, role) {
  await button(page, "Invite").click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("radio", { name: role }).check();
  await button(dialog, "Create invitation link").click();
  await see(dialog.getByRole("img", { name: "QR code of the invitation link" }));
  const url = await field(dialog, "Invitation link").inputValue();
  await button(dialog, "Done").click();
  await seeNo(dialog);
  return url;
}

/** Opens an invitation as somebody who has no account yet. */
export async function joinByLink(page, url, account) {
  await page.goto(url);
  await link(page, "Create account").click();
  await signUp(page, account);
  await button(page, "Accept invitation").click();
  await see(page.getByRole("search", { name: "Filter the timeline" }));
  await seeMessage(page, /^Welcome to .+’s circle\.$/);
}

/** Shows only these kinds in the timeline; none: everything. */
export async function filterBy(page, kinds) {
  const search = page.getByRole("search", { name: "Filter the timeline" });
  await see(search);
  for (const kind of ["Notes", "Sessions", "ABC", "Weight", "Targets"]) {
    const box = search.getByRole("checkbox", { name: kind, exact: true });
    if ((await box.count()) === 0) continue;
    // The box itself is drawn as its label.
    if ((await box.isChecked()) !== kinds.includes(kind))
      await search.getByText(kind, { exact: true }).click();
  }
}

export async function openRecord(page, text) {
  await records(page, text).getByRole("link").click();
  await see(page.getByRole("link", { name: /^History/ }));
}

/** The rows of a table's body as texts. */
export async function rows(table) {
  await see(table);
  const found = await table.getByRole("row").all();
  const cells = await Promise.all(found.map((row) => row.getByRole("cell").allInnerTexts()));
  return cells.filter((row) => row.length > 0);
}

/** Everything that the browser keeps of the app as one text: databases, local storage, caches' addresses. */
export function keptOnDevice(page) {
  return page.evaluate(async () => {
    const done = (request) =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const kept = [{ ...localStorage }];
    for (const { name } of await indexedDB.databases()) {
      const database = await done(indexedDB.open(name));
      for (const store of database.objectStoreNames)
        kept.push(await done(database.transaction(store).objectStore(store).getAll()));
      database.close();
    }
    for (const name of await caches.keys())
      kept.push((await (await caches.open(name)).keys()).map(({ url }) => url));
    return JSON.stringify(kept);
  });
}

/** Nothing reaches beyond the sides of the window. */
export async function assertNoSidewaysScroll(page, what) {
  const beyond = await page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });
  assert.equal(beyond, 0, `${what} is ${beyond} px wider than the window`);
}
