// What the tests need that somebody else builds or installs.
import { existsSync } from "node:fs";
import { resolve } from "node:path";

export const root = resolve(import.meta.dirname, "../..");
export const program =
  process.env.DOGGY_REGISTRY ??
  process.env.REGISTRY_PROGRAM ??
  `${root}/build/release/registry/doggy-registry`;
export const frontend = process.env.FRONTEND_DIST ?? `${root}/frontend/dist`;
export const chromium = "/usr/bin/chromium";

/** What is not there, in words that say how to get it. */
export function missing() {
  return [
    [program, "make build, or name another one by DOGGY_REGISTRY"],
    [`${frontend}/index.html`, "make build"],
    [chromium, "make setup"],
    ["/usr/bin/pdftotext", "make setup"],
    [`${import.meta.dirname}/node_modules/playwright-core`, "make setup"],
    [`${import.meta.dirname}/node_modules/axe-core`, "make setup"],
  ]
    .filter(([path]) => !existsSync(path))
    .map(([path, remedy]) => `there is no ${path} (${remedy})`);
}
