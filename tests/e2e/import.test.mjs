// A spreadsheet comes in: its mistakes are shown cell by cell, a good one is taken whole, and its 500 and more records
// can be scrolled through and are in the chart. Files of the app itself and of BORIS come in too.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { root } from "./needs.mjs";
import { button, field, link, records, rows, see, seeRecords, signIn, tab } from "./pages.mjs";
import { picture } from "./pictures.mjs";
import { Client } from "./registry.mjs";
import { Stage } from "./stage.mjs";

const tara = { name: "Tara Lindqvist", email: "tara@example.org", password: "long enough 1" };
const stage = new Stage();
let client;
let dog;
let person;
let page;
let imported;
let dossier;

stage.step("a log with mistakes is refused, each with line, column and reason", async () => {
  client = await Client.signUp(stage.url, tara);
  dog = await client.addDog({ name: "Balu" });
  person = await stage.arrive();
  ({ page } = person);
  await signIn(page, tara);
  await page.goto(`/dogs/${dog.id}/profile`);
  await link(page, "Import a file").click();
  await check("training-log-bad.csv");

  const problems = page.getByRole("alert").filter({ hasText: /^15 problems in the file$/ });
  await see(problems);
  const found = await rows(page.getByRole("table"));
  assert.deepEqual(
    found.map(([line, column]) => `${line} ${column}`),
    [
      "2 Date", // The 31st of February.
      "4 Date",
      "5 Time",
      "7 Intensity",
      "8 Intensity",
      "12 Behavior",
      "13 Duration seconds",
      "15 Duration seconds",
      "16 Hypothesized function",
      "18 Date",
      "19 Intensity",
      "19 Antecedent",
      "19 Consequence",
      "21 ", // A cell too many belongs to no column.
      "22 Antecedent",
    ],
  );
  assert.ok(found.every(([, , reason]) => reason.length > 0));
  await see(page.getByText(/^Nothing is imported while there are problems\./));
  assert.ok(await page.getByRole("button", { name: /^Import \d+ records?$/ }).isDisabled());
  await problems.evaluate((element) => element.scrollIntoView());
  await picture(page, "import");
});

stage.step("a good log is imported whole", async () => {
  await check("training-log.csv");
  const summary = page.getByRole("status").filter({ hasText: /rows/ });
  await see(summary.filter({ hasText: /^526 rows, 526 of them fine/ }));
  const apply = page.getByRole("button", { name: /^Import \d+ records$/ });
  imported = Number((await apply.innerText()).match(/\d+/)[0]);
  await apply.click();
  await see(page.getByText(`${imported} records were imported.`));
  await link(page, "See the timeline").click();
});

stage.step("scrolling on brings page after page, down to the first record", async () => {
  let seen = 0;
  while (seen < imported) {
    await see(records(page).nth(seen));
    seen = await records(page).count();
    await records(page)
      .nth(seen - 1)
      .scrollIntoViewIfNeeded();
  }
  await see(page.getByText("That is where it all began."));
  await seeRecords(page, imported);
});

stage.step("the chart counts every imported record", async () => {
  await tab(page, "Progress").click();
  await page.getByRole("radiogroup", { name: "Period" }).getByText("All", { exact: true }).click();
  // The week of the first row, 5 January.
  await see(page.getByRole("cell", { name: "2026-W02" }));
  await see(page.getByRole("img", { name: /^ABC records per week, \d+ weeks\./ }));
  const weeks = await rows(page.getByRole("table", { name: "ABC records per week" }));
  assert.equal(
    weeks.reduce((sum, week) => sum + Number(week.at(-1)), 0),
    imported,
  );
});

stage.step("the same log again brings nothing twice", async () => {
  await tab(page, "Timeline").click();
  await link(page, "Profile").click();
  await link(page, "Import a file").click();
  await check("training-log.csv");
  await see(page.getByText(new RegExp(`, ${imported} there already\\.$`)));
  assert.equal(await page.getByRole("button", { name: "Import 0 records" }).isDisabled(), true);
});

stage.step("all of it goes into a file, and from there to another dog, once", async () => {
  await page.goto(`/dogs/${dog.id}/profile`);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    link(page, "All records (JSON)").click(),
  ]);
  dossier = await download.path();
  const other = await client.addDog({ name: "Balu elsewhere" });
  await page.goto(`/dogs/${other.id}/import`);
  await bring(dossier);
  await button(page, `Import ${imported} records`).click();
  await see(page.getByText(`${imported} records were imported.`));
  await page.goto(`/dogs/${other.id}/import`);
  await bring(dossier);
  await see(page.getByText(new RegExp(`, ${imported} there already\\.$`)));
});

stage.step("a project of BORIS is asked whose it is, and brings its observations", async () => {
  person.expectRefusal("422 /v1/dogs/");
  await page.goto(`/dogs/${dog.id}/import`);
  await bring(`${root}/tests/data/boris/balu_events.tsv`);
  await field(page, "This dog in the file").fill("Balu");
  await button(page, "Check").click();
  await page.getByRole("button", { name: /^Import [1-9]\d* records?$/ }).click();
  await see(page.getByText(/records? (was|were) imported\./));
  await page.goto(`/dogs/${dog.id}?type=observation`);
  await see(records(page).first());
});

/** Chooses a file that is no table; it is tried out at once. */
async function bring(path) {
  const choosing = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "File to bring in" }).click();
  await (await choosing).setFiles({
    name: path.endsWith(".tsv") ? "events.tsv" : "dossier.json",
    mimeType: "application/octet-stream",
    buffer: readFileSync(path),
  });
}

async function check(file) {
  const choosing = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "CSV file" }).click();
  await (await choosing).setFiles(`${root}/tests/data/${file}`);
  await page.getByRole("combobox", { name: "The rows are" }).selectOption("ABC");
  await page.getByRole("combobox", { name: "Dates are written" }).selectOption("23.11.2026");
  await button(page, "Check the file").click();
  await see(page.getByRole("heading", { name: "3. Import" }));
}
