// Lighthouse on its usual mobile profile (a slow 4G network, a processor slowed down fourfold): the page of a first
// visit, and those of somebody who is signed in and comes back. Also when quick log can be tapped on such a visit.
//
//   node lighthouse.mjs
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { launchWithProfile } from "../e2e/browser.mjs";
import { writeHistory } from "../e2e/history.mjs";
import { root } from "../e2e/needs.mjs";
import { readyForOffline } from "../e2e/network.mjs";
import { signIn } from "../e2e/pages.mjs";
import { Client, startRegistry } from "../e2e/registry.mjs";

const tools = createRequire(join(root, "scripts/tools/package.json"));
const { default: lighthouse } = await import(pathToFileURL(tools.resolve("lighthouse")).href);

const tara = { name: "Tara Lindqvist", email: "tara@example.org", password: "long enough 1" };
const scoreBudget = 95;
const interactiveBudget = 1500;
const categories = ["performance", "accessibility", "best-practices"];

const server = await startRegistry();
try {
  const { dog } = await writeHistory(await Client.signUp(server.url, tara));
  await inBrowser(async (port) => report("first visit", await measured(port, "/sign-in")));
  await inBrowser(async (port, page) => {
    await signIn(page, tara);
    await readyForOffline(page);
    for (const path of ["/", `/dogs/${dog.id}`, `/dogs/${dog.id}/progress`]) {
      report(path.replace(dog.id, "…"), await measured(port, path));
    }
    const log = await measured(port, `/dogs/${dog.id}/log`);
    report("/dogs/…/log", log);
    const interactive = log.audits.interactive.numericValue;
    console.log(
      `lighthouse: quick log on a repeat visit interactive after ${interactive.toFixed(0)} ms ` +
        `(budget ${interactiveBudget}: ${verdict(interactive <= interactiveBudget)})`,
    );
  });
} finally {
  await server.stop();
}
process.exit(0);

/** A browser with a profile of its own and a port for Lighthouse. */
async function inBrowser(use) {
  const profile = mkdtempSync(join(tmpdir(), "doggy-lighthouse-"));
  const port = await freePort();
  const context = await launchWithProfile(profile, [`--remote-debugging-port=${port}`], {
    baseURL: server.url,
    locale: "en-GB",
  });
  try {
    await use(port, context.pages()[0] ?? (await context.newPage()));
  } finally {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

async function measured(port, path) {
  const flags = {
    port,
    output: "json",
    logLevel: "error",
    onlyCategories: categories,
    // Whoever is signed in stays so.
    disableStorageReset: true,
  };
  const { lhr } = await lighthouse(server.url + path, flags);
  if (lhr.runtimeError) throw new Error(`${path}: ${lhr.runtimeError.message}`);
  return lhr;
}

function report(name, { categories: found, audits }) {
  const scores = categories.map((id) => `${id} ${Math.round(found[id].score * 100)}`).join(", ");
  const met = categories.every((id) => found[id].score * 100 >= scoreBudget);
  console.log(`lighthouse: ${name}: ${scores} (budget ${scoreBudget} each: ${verdict(met)})`);
  const lost = categories
    .flatMap((id) => found[id].auditRefs)
    .filter(({ weight, id }) => weight > 0 && audits[id].score !== null && audits[id].score < 0.9)
    .map(({ id }) => `${audits[id].title} (${audits[id].displayValue ?? audits[id].score})`);
  if (lost.length > 0) console.log(`lighthouse:   ${lost.join("; ")}`);
}

function verdict(met) {
  return met ? "met" : "MISSED";
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
