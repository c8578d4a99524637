// Runs the test files one after the other (each has a browser and a server, which is enough for a small machine) and
// ends with the line "N passed, N failed".
import { readdirSync } from "node:fs";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { missing } from "./needs.mjs";

const words = process.argv.slice(2);
const files = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith(".test.mjs"))
  .filter((name) => words.length === 0 || words.some((word) => name.includes(word)))
  .map((name) => `${import.meta.dirname}/${name}`);

const lacking = missing();
if (lacking.length > 0) {
  for (const what of lacking) console.error(`tests/e2e: ${what}`);
  console.log("0 passed, 1 failed");
  process.exit(1);
}

let passed = 0;
let failed = 0;
const events = run({ files, concurrency: 1, timeout: 300_000 });
events.on("test:pass", ({ details }) => {
  if (details.type !== "suite") passed += 1;
});
events.on("test:fail", ({ details }) => {
  if (details.type !== "suite") failed += 1;
});
events
  .compose(new spec())
  .on("end", () => {
    console.log(`${passed} passed, ${failed} failed`);
    process.exitCode = failed === 0 ? 0 : 1;
  })
  .pipe(process.stdout, { end: false });
