// The layers hold: app → features → shared, and a feature sees of another feature only its query module.
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { expect, test } from "vitest";

const source = resolve(import.meta.dirname, "..");

interface Import {
  from: string;
  to: string;
}

function importsOf(file: string): Import[] {
  const text = readFileSync(file, "utf8");
  return [...text.matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)].flatMap(([, path = ""]) => {
    if (path.startsWith("@/")) return [{ from: relative(source, file), to: path.slice(2) }];
    if (path.startsWith(".")) {
      return [{ from: relative(source, file), to: relative(source, resolve(file, "..", path)) }];
    }
    return [];
  });
}

const imports = readdirSync(source, { recursive: true, encoding: "utf8" })
  .filter((path) => /\.tsx?$/.test(path) && !path.startsWith("testing/") && !/\.test\.tsx?$/.test(path))
  .flatMap((path) => importsOf(join(source, path)));

const layer = (path: string) => path.split("/")[0];
const feature = (path: string) => (layer(path) === "features" ? path.split("/")[1] : undefined);

test("shared imports nothing above it", () => {
  expect(imports.filter(({ from, to }) => layer(from) === "shared" && layer(to) !== "shared")).toEqual([]);
});

test("features do not import the app", () => {
  expect(imports.filter(({ from, to }) => layer(from) === "features" && layer(to) === "app")).toEqual([]);
});

test("a feature imports of another only its queries", () => {
  const across = imports.filter(
    ({ from, to }) => feature(from) && feature(to) && feature(from) !== feature(to),
  );
  expect(across.filter(({ to }) => !to.endsWith(".queries"))).toEqual([]);
  expect(across.length).toBeGreaterThan(0);
});
