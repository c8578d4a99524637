// Measures the page with 10,000 records on the device: a cold open of the timeline, and scrolling through it.
//
//   node page.mjs [RECORDS]
import { launch } from "../e2e/browser.mjs";
import { records, see, signIn } from "../e2e/pages.mjs";
import { Client, startRegistry } from "../e2e/registry.mjs";

const count = Number(process.argv[2] ?? 10_000);
const tara = { name: "Tara Lindqvist", email: "tara@example.org", password: "long enough 1" };
const openings = 5;
const frames = 900;
const pixelsPerFrame = 120;
const [openBudget, frameBudget] = [2000, 20];

const server = await startRegistry();
const browser = await launch();
try {
  const client = await Client.signUp(server.url, tara);
  const dog = await client.addDog({ name: "Balu" });
  await fill(client, dog);
  const context = await browser.newContext({ baseURL: server.url, viewport: { width: 390, height: 844 } });
  context.setDefaultTimeout(120_000);
  const page = await context.newPage();
  const began = performance.now();
  await signIn(page, tara);
  await page.waitForFunction(everythingFetched);
  const fetched = performance.now() - began;
  await page.close();

  const opened = [];
  for (let round = 0; round < openings; round += 1) opened.push(await open(context, `/dogs/${dog.id}`));
  opened.sort((a, b) => a - b);
  const [p50, p95] = await scroll(context, `/dogs/${dog.id}`);

  const verdict = (met) => (met ? "met" : "MISSED");
  const middle = opened[Math.floor(openings / 2)];
  console.log(`page: ${count.toLocaleString("en")} records fetched in ${(fetched / 1000).toFixed(1)} s`);
  console.log(`page: cold open ${middle.toFixed(0)} ms (budget ${openBudget}: ${verdict(middle <= openBudget)})`);
  console.log(
    `page: scroll frames p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms (budget ${frameBudget}: ${verdict(p95 <= frameBudget)})`,
  );
} finally {
  await browser.close();
  await server.stop();
}
process.exit(0);

/** In the page. */
async function everythingFetched() {
  const [{ name }] = await indexedDB.databases();
  const done = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
  const database = await done(indexedDB.open(name));
  const complete = await done(database.transaction("meta").objectStore("meta").get("complete"));
  database.close();
  return complete?.value === true;
}

async function fill(client, dog) {
  const now = Date.now();
  for (let first = 0; first < count; first += 200) {
    const writes = Array.from({ length: Math.min(200, count - first) }, (_, index) => ({
      dogId: dog.id,
      record: {
        id: crypto.randomUUID(),
        type: "note",
        occurredAt: new Date(now - (first + index) * 3_600_000).toISOString(),
        audience: ["trainer", "owner"],
        text: `Note ${first + index}: came away from a rabbit at the first call. Keep the long line on for now.`,
        tags: ["recall", "long line"],
      },
    }));
    await client.call("POST", "/v1/sync", { writes });
  }
}

/** Milliseconds from the address to the first records on the screen, in a new page. */
async function open(context, path) {
  const page = await context.newPage();
  const began = performance.now();
  await page.goto(path);
  await see(records(page).first());
  const took = performance.now() - began;
  await page.close();
  return took;
}

/** Frame times, p50 and p95, of scrolling down at a steady speed through page after page. */
async function scroll(context, path) {
  const page = await context.newPage();
  await page.goto(path);
  await see(records(page).first());
  const times = await page.evaluate(
    ([frames, step]) =>
      new Promise((resolve) => {
        const times = [];
        let last = performance.now();
        const tick = (now) => {
          times.push(now - last);
          last = now;
          if (times.length > frames) return resolve(times.slice(1));
          window.scrollBy(0, step);
          requestAnimationFrame(tick);
        };
        requestAnimationFrame(tick);
      }),
    [frames, pixelsPerFrame],
  );
  times.sort((a, b) => a - b);
  const at = (part) => times[Math.floor(times.length * part)];
  return [at(0.5), at(0.95)];
}
