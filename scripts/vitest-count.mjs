// Runs the frontend's tests and ends with the line "N passed, N failed". A test file that does not even load counts as
// one failure.
//
//   node scripts/vitest-count.mjs REPORT.json
import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";

const report = process.argv[2];
rmSync(report, { force: true });
const { status } = spawnSync(
  "npx",
  ["--no-install", "vitest", "run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`],
  { cwd: "frontend", stdio: "inherit", env: { ...process.env, NO_COLOR: "1" } },
);
const result = JSON.parse(readFileSync(report, "utf8"));
const broken = result.testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0);
const failed = result.numFailedTests + broken.length;
console.log(`${result.numPassedTests} passed, ${failed} failed`);
process.exitCode = status === 0 && failed === 0 ? 0 : 1;
