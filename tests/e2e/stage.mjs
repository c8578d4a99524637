// What a test file plays on: a server of its own, a browser, people who come in, and steps that build on each other.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { launch, Person } from "./browser.mjs";
import { root } from "./needs.mjs";
import { startRegistry } from "./registry.mjs";

const failures = `${root}/build/test-results/e2e`;

export class Stage {
  #server;
  #browser;
  #people = [];
  #broken = false;

  constructor() {
    before(async () => {
      this.#server = await startRegistry();
      this.#browser = await launch();
    });
    after(async () => {
      await this.#browser?.close();
      await this.#server?.stop();
    });
  }

  get url() {
    return this.#server.url;
  }

  /** From now on the same server serves the built page of another folder, as after an update. */
  async deploy(page) {
    this.#server = await this.#server.restart(page);
  }

  /** The path and fragment of the newest mailed link to that page of the app, once there is one. */
  async mailedLink(page) {
    for (;;) {
      const names = existsSync(this.#server.outbox) ? readdirSync(this.#server.outbox) : [];
      for (const name of names
        .filter((one) => /^[^.].*\.eml$/.test(one))
        .sort()
        .reverse()) {
        // Long lines of quoted-printable end in "=".
        const text = readFileSync(join(this.#server.outbox, name), "utf8").replaceAll("=\r\n", "");
        const found = text.match(new RegExp(`/${page}#\\S+`));
        if (found) return found[0];
      }
      await setTimeout(20);
    }
  }

  /** Somebody new, with a browser context of their own; `options` are Playwright's. */
  async arrive(options) {
    const person = await Person.arrive(this.#browser, this.url, options);
    this.#people.push(person);
    return person;
  }

  /** A test. After one failed the rest cannot tell anything and fail at once. Afterwards nobody's page had problems. */
  step(name, play) {
    test(name, async () => {
      if (this.#broken) throw new Error("an earlier step failed");
      try {
        await play();
        assert.deepEqual(this.#takeProblems(), []);
      } catch (error) {
        this.#broken = true;
        // A page that stays empty says here why.
        for (const problem of this.#takeProblems().slice(0, 5)) console.error(problem);
        await this.#keepPictures(name);
        throw error;
      }
    });
  }

  #takeProblems() {
    return this.#people.flatMap((person) => person.takeProblems());
  }

  /** What everybody had on the screen when it failed. */
  async #keepPictures(name) {
    mkdirSync(failures, { recursive: true });
    for (const [index, { page }] of this.#people.entries()) {
      const path = `${failures}/${name.replaceAll(/\W+/g, "-")}-${index + 1}.png`;
      await page.screenshot({ path }).catch(() => {});
    }
  }
}
