// A progress report: built, printed as PDF on both papers, and shared by a link that ends.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { writeHistory } from "./history.mjs";
import { button, field, heading, link, rows, see, seeNo, signIn } from "./pages.mjs";
import { picture } from "./pictures.mjs";
import { Client } from "./registry.mjs";
import { Stage } from "./stage.mjs";

const tara = {
  name: "Tara Lindqvist",
  email: "tara@example.org",
  password: "long enough 1",
};
const folder = mkdtempSync(join(tmpdir(), "doggy-report-"));
const stage = new Stage();
let base;
let trainer;
let shared;

after(() => rmSync(folder, { recursive: true, force: true }));

stage.step("the report shows the period with its figures", async () => {
  const history = await writeHistory(await Client.signUp(stage.url, tara));
  base = `/dogs/${history.dog.id}`;
  trainer = await stage.arrive({
    viewport: { width: 1280, height: 900 },
    deviceScaleFactor: 1,
  });
  const { page } = trainer;
  await signIn(page, tara);
  await page.goto(`${base}/progress`);
  await link(page, "Report").click();
  const sheet = page.getByRole("article", { name: "Progress report" });
  await see(sheet.getByText("50 % (n = 10) → 100 % (n = 10)"));
  await see(sheet.getByRole("img", { name: /^Success rate of Recall in 8 sessions\./ }));
  const table = await rows(sheet.getByRole("table", { name: "Recall: correct of valid trials" }));
  assert.equal(table.length, 8);
  await picture(page, "report");
});

for (const { paper, width, height } of [
  { paper: "A4", width: 595, height: 842 },
  { paper: "Letter", width: 612, height: 792 },
]) {
  stage.step(`printed on ${paper} its charts are drawn and its figures are text`, async () => {
    const { page } = trainer;
    await page.getByRole("combobox", { name: "Paper" }).selectOption(paper);
    await page.waitForFunction(
      (size) =>
        [...document.querySelectorAll("style")].some(({ textContent }) =>
          textContent.toLowerCase().includes(size),
        ),
      `size: ${paper};`.toLowerCase(),
    );
    await see(page.getByRole("article").locator("svg").first());
    const file = join(folder, `${paper}.pdf`);
    writeFileSync(file, await page.pdf({ preferCSSPageSize: true }));

    const [, wide, tall] = poppler("pdfinfo", file).match(/Page size:\s+([\d.]+) x ([\d.]+)/);
    assert.deepEqual([Math.round(wide), Math.round(tall)], [width, height]);
    const text = poppler("pdftotext", "-layout", file, "-");
    for (const figure of ["50 % (n = 10) → 100 % (n = 10)", "Weight (kg)", "38.4", "What the figures mean"]) {
      assert.ok(text.includes(figure), `${figure} is not in ${text}`);
    }
    assert.ok(!text.includes("Skip to content") && !text.includes("Print or save"), text);
    const pages = text.split("\f").filter((one) => one.trim() !== "");
    assert.ok(pages.length > 1);
    for (const [index, one] of pages.entries()) {
      assert.match(one.trimStart(), /^Balu · /);
      assert.match(one, new RegExp(`${index + 1} ?/ ?${pages.length}\\s*$`));
    }
    // The axis of a chart is text of the page too, and no chart is a picture made of dots.
    assert.match(text, /100 %[\s\S]*80 %[\s\S]*60 %/);
    assert.ok(poppler("pdffonts", file).split("\n").length > 3);
    const images = poppler("pdfimages", "-list", file).trim().split("\n").slice(2);
    const large = images.filter((line) => Number(line.trim().split(/\s+/)[3]) > 100);
    assert.deepEqual(large, []);
  });
}

stage.step("it is shared by a link that says when it ends", async () => {
  const { page } = trainer;
  await button(page, "Share by link").click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox", { name: "The link ends after" }).selectOption("30");
  await button(dialog, "Create link").click();
  await see(dialog.getByRole("img", { name: "QR code of the link" }));
  shared = await field(dialog, "Link").inputValue();
});

stage.step("whoever has the link reads the report and nothing else", async () => {
  const vet = await stage.arrive();
  await vet.page.goto(shared);
  await see(vet.page.getByText("50 % (n = 10) → 100 % (n = 10)"));
  await see(vet.page.getByRole("img", { name: /^Success rate of Recall/ }));
  assert.equal(await vet.page.getByRole("link").count(), 0);
  await picture(vet.page, "shared-report");

  await trainer.page.reload();
  await button(trainer.page, "Share by link").click();
  await button(trainer.page, "End link").click();
  await seeNo(button(trainer.page, "End link"));
  vet.expectRefusal("404 /v1/shared/");
  await vet.page.goto("about:blank");
  await vet.page.goto(shared);
  await see(heading(vet.page, "This link shows nothing any more"));
});

stage.step(
  "every chart of the progress page draws, says what is missing, or why it is not computable",
  async () => {
    const { page } = trainer;
    await page.goto(`${base}/progress`);
    const which = page.getByRole("combobox", { name: "Chart" });
    await see(which);
    const names = await which
      .locator("option")
      .evaluateAll((all) => all.map(({ value }) => value).filter(Boolean));
    assert.equal(names.length, 18);
    for (const name of names) {
      await which.selectOption(name);
      await page.waitForURL((url) => url.searchParams.get("chart") === name);
      const card = page.getByRole("main").locator("section");
      await see(card.locator("table, p, li").first());
      await seeNo(card.locator("[class*=Skeleton]").first());
      await seeNo(page.getByRole("button", { name: "Try again" }));
    }
    await page.goto(`${base}/progress?chart=heat-map`);
    await see(page.getByRole("img", { name: /records by weekday and hour/ }).locator("svg"));
    await picture(page, "heat-map");
  },
);

stage.step("a chart is downloaded as table and as picture", async () => {
  const { page } = trainer;
  await page.goto(`${base}/progress?chart=success-rate`);
  await see(page.getByRole("img", { name: /^Success rate of Recall/ }).locator("svg"));
  for (const [name, ending] of [
    ["CSV", "csv"],
    ["PNG", "png"],
  ]) {
    const download = page.waitForEvent("download");
    await button(page, name).click();
    assert.equal((await download).suggestedFilename(), `balu-success-rate-by-session.${ending}`);
  }
});

function poppler(program, ...parameters) {
  return execFileSync(program, parameters, { encoding: "utf8" });
}
