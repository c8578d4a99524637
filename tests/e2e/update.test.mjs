// A new version of the app arrives in the middle of a draft: it is offered, and taking it loses nothing.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { frontend } from "./needs.mjs";
import { button, field, see, seeMessage, seeNo, signIn } from "./pages.mjs";
import { Client } from "./registry.mjs";
import { Stage } from "./stage.mjs";

const tara = { name: "Tara Lindqvist", email: "tara@example.org", password: "long enough 1" };
const words = "Half a sentence about the";

const stage = new Stage();
const next = mkdtempSync(join(tmpdir(), "doggy-next-"));
let person;
after(() => rmSync(next, { recursive: true }));

stage.step("a draft is begun", async () => {
  const client = await Client.signUp(stage.url, tara);
  const dog = await client.addDog({ name: "Balu" });
  person = await stage.arrive();
  const { page } = person;
  await signIn(page, tara);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
  await page.goto(`/dogs/${dog.id}/log/note`);
  await field(page, "Note").fill(words);
});

stage.step("a new version on the server waits and is offered, and the page goes on as it was", async () => {
  cpSync(frontend, next, { recursive: true });
  for (const twin of ["sw.js.gz", "sw.js.br"]) rmSync(join(next, twin), { force: true });
  const worker = readFileSync(join(next, "sw.js"), "utf8");
  writeFileSync(join(next, "sw.js"), `${worker}\n// The next version.\n`);
  person.withoutNetwork = true;
  await stage.deploy(next);
  const { page } = person;
  // As the browser does by itself at the next visit, and the page every hour.
  await page.evaluate(() => navigator.serviceWorker.ready.then((registration) => registration.update()));
  await see(page.getByText("A new version is here. Your drafts are kept."));
  assert.equal(await field(page, "Note").inputValue(), words);
});

stage.step("taking it reloads the page with the draft", async () => {
  const { page } = person;
  const loaded = page.waitForEvent("load");
  await button(page, "Reload").click();
  await loaded;
  await see(page.getByText("Your unfinished draft was restored."));
  await seeNo(page.getByText("A new version is here. Your drafts are kept."));
  assert.equal(await field(page, "Note").inputValue(), words);
  await field(page, "Note").fill(`${words} deer.`);
  await button(page, "Save").click();
  await seeMessage(page, "Logged.");
});
