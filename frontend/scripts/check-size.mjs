// Fails when the JavaScript that the first page loads is over its budget: the entry script and what index.html
// preloads with it, gzipped. Lazily loaded routes and the charts do not count.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const budgetKb = 300;
const dist = new URL("../dist/", import.meta.url);
const html = readFileSync(new URL("index.html", dist), "utf8");
const scripts = [...html.matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].map((match) => match[1]);

let total = 0;
for (const script of scripts) {
  const size = gzipSync(readFileSync(new URL(script, dist)), { level: 9 }).length;
  total += size;
  console.log(`${(size / 1024).toFixed(1).padStart(8)} KB  ${script}`);
}
console.log(`${(total / 1024).toFixed(1).padStart(8)} KB  initial JavaScript, gzip (budget ${budgetKb} KB)`);
process.exit(total > budgetKb * 1024 ? 1 : 0);
