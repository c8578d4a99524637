// How it looks: charts of two months, nothing wider than a small phone, dark on a desktop.
import assert from "node:assert/strict";
import { sessions, writeHistory } from "./history.mjs";
import {
  accountMenu,
  assertNoSidewaysScroll,
  button,
  heading,
  link,
  records,
  rows,
  see,
  seeNo,
  seeStart,
  signIn,
  tab,
} from "./pages.mjs";
import { picture } from "./pictures.mjs";
import { Client } from "./registry.mjs";
import { Stage } from "./stage.mjs";

const tara = { name: "Tara Lindqvist", email: "tara@example.org", password: "long enough 1" };
const stage = new Stage();
let base;
let targetId;

stage.step("progress shows two months as charts with their figures", async () => {
  const history = await writeHistory(await Client.signUp(stage.url, tara));
  base = `/dogs/${history.dog.id}`;
  targetId = history.targetId;
  const { page } = await stage.arrive();
  await signIn(page, tara);
  await page.goto(`${base}/progress`);
  await see(page.getByRole("img", { name: /^Success rate of Recall in 8 sessions\./ }));
  const figures = await rows(page.getByRole("table", { name: "Recall: correct of valid trials" }));
  assert.deepEqual(
    figures.map((row) => row.slice(4)),
    sessions.map(([independent, prompted]) => [
      String(independent),
      String(prompted),
      `${(independent + prompted) * 10} %`,
    ]),
  );
  await see(page.getByRole("img", { name: /^ABC records per week/ }));
  await picture(page, "progress");
});

stage.step("on a screen 320 px wide nothing scrolls sideways", async () => {
  const { page } = await stage.arrive({ viewport: { width: 320, height: 640 } });
  for (const path of ["/sign-in", "/sign-up"]) await fits(page, path);
  await signIn(page, tara);
  const pages = ["", "/log", "/log/note", "/log/abc-record", "/log/weight", "/log/session", "/targets"];
  pages.push(
    "/report",
    "/progress?chart=heat-map",
    "/targets/new",
    `/records/${targetId}`,
    `/records/${targetId}/edit`,
    "/progress",
    "/people",
  );
  pages.push("/import", "/profile", "/nowhere");
  for (const path of ["/", "/dogs", "/calendar", "/homework", ...pages.map((page) => base + page)])
    await fits(page, path);

  await page.goto(`${base}/people`);
  await button(page, "Invite").click();
  const dialog = page.getByRole("dialog");
  await see(dialog);
  await assertNoSidewaysScroll(page, "the invitation dialog");
  await button(dialog, "Create invitation link").click();
  await see(dialog.getByRole("img", { name: "QR code of the invitation link" }));
  await assertNoSidewaysScroll(page, "the invitation link");
});

stage.step("dark is chosen on a desktop and stays", async () => {
  const { page } = await stage.arrive({ viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1 });
  await signIn(page, tara);
  assert.ok((await brightness(page)) > 200);
  await accountMenu(page).click();
  await page.getByRole("menuitemradio", { name: "Dark" }).click();
  await page.keyboard.press("Escape");
  await seeNo(page.getByRole("menu"));
  assert.ok((await brightness(page)) < 60);
  await page.reload();
  await seeStart(page);
  assert.ok((await brightness(page)) < 60);

  await page.getByRole("main").getByRole("link", { name: /Balu/ }).click();
  await see(records(page, "Came away from a rabbit"));
  await tab(page, "Progress").click();
  await see(page.getByRole("img", { name: /^Success rate of Recall in 8 sessions\./ }));
  await see(link(page, "Quick log"));
  await picture(page, "desktop-dark");
});

async function fits(page, path) {
  await page.goto(path);
  await see(page.getByRole("heading", { level: 1 }).first());
  await seeNo(page.getByRole("status", { name: "Loading" }));
  await assertNoSidewaysScroll(page, path);
}

/** Of the page's ground, from 0 to 255. */
async function brightness(page) {
  const color = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const [red, green, blue] = color.match(/\d+/g).map(Number);
  return (red + green + blue) / 3;
}
