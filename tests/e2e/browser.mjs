// Chromium with one context per person, and an eye on what goes wrong unseen.
import { chromium as browserType } from "playwright-core";
import { chromium } from "./needs.mjs";

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
// With E2E_URL: the address that its host has, and the public key (SHA-256, base64) that is good without an authority.
const { E2E_URL, E2E_ADDRESS, E2E_CERTIFICATE } = process.env;
if (E2E_ADDRESS) flags.push(`--host-resolver-rules=MAP ${new URL(E2E_URL).hostname} ${E2E_ADDRESS}`);
if (E2E_CERTIFICATE) flags.push(`--ignore-certificate-errors-spki-list=${E2E_CERTIFICATE}`);

const phone = { width: 390, height: 844 };
// For whatever should happen at once, on a busy machine.
const patience = 20_000;

export const launch = () => browserType.launch({ executablePath: chromium, args: flags });

/** A browser of its own with a profile in that folder, and further flags: for tools that talk to it themselves. */
export const launchWithProfile = (folder, more, options) =>
  browserType.launchPersistentContext(folder, {
    executablePath: chromium,
    args: [...flags, ...more],
    ...options,
  });

/** A person with a browser: cookies, storage and pages of their own. */
export class Person {
  #problems = [];
  #expected = new Set(["401 /v1/me"]);
  /** While it is, what the browser says of connections that fail is no problem. */
  withoutNetwork = false;

  constructor(context, page) {
    this.context = context;
    this.page = page;
    context.on("console", (message) => this.#console(message));
    context.on("weberror", (error) => this.#problems.push(`uncaught: ${error.error().stack}`));
    context.on("response", (response) => this.#response(response));
  }

  static async arrive(browser, url, options = {}) {
    const context = await browser.newContext({
      baseURL: url,
      viewport: phone,
      deviceScaleFactor: 2,
      locale: "en-GB",
      timezoneId: "Europe/Berlin",
      reducedMotion: "reduce",
      ...options,
    });
    context.setDefaultTimeout(patience);
    const person = new Person(context, undefined);
    person.page = await context.newPage();
    return person;
  }

  /** From now on the server may refuse requests like "404 /v1/dogs". */
  expectRefusal(refusal) {
    this.#expected.add(refusal);
  }

  /** What failed unseen since the last call: script errors, blocked resources, refused requests. */
  takeProblems() {
    return this.#problems.splice(0);
  }

  #console(message) {
    if (message.type() !== "error" && message.type() !== "warning") return;
    // Chromium logs each refused request as well; #response judges those.
    if (message.text().startsWith("Failed to load resource: the server responded with")) return;
    if (this.withoutNetwork && /net::ERR_|WebSocket connection/.test(message.text())) return;
    this.#problems.push(`console: ${message.text()}`);
  }

  #response(response) {
    if (response.status() < 400) return;
    const refusal = `${response.status()} ${new URL(response.url()).pathname}`;
    const expected = [...this.#expected].some((prefix) => refusal.startsWith(prefix));
    if (!expected) this.#problems.push(`refused: ${refusal}`);
  }
}
