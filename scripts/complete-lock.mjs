// Completes a package-lock.json that npm wrote where the registry lacks the binaries of other platforms: npm leaves
// those optional packages out, and `npm ci` then refuses the file. Adds them by name and version, without integrity.
//
//   node scripts/complete-lock.mjs FOLDER
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const platformName = /-(aix|android|darwin|freebsd|linux|netbsd|openbsd|sunos|win32)-(arm|arm64|ia32|x64)(-musl)?$/;

function missingOptionals(packages) {
  const found = {};
  for (const [path, owner] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(owner.optionalDependencies ?? {})) {
      const key = `node_modules/${name}`;
      const platform = platformName.exec(name);
      if (!platform || packages[key] || packages[`${path}/${key}`]) continue;
      found[key] = {
        version,
        cpu: [platform[2]],
        ...(owner.dev && { dev: true }),
        ...(platform[3] && { libc: ["musl"] }),
        ...(owner.license && { license: owner.license }),
        optional: true,
        os: [platform[1]],
      };
    }
  }
  return found;
}

const file = join(process.argv[2] ?? ".", "package-lock.json");
const lock = JSON.parse(readFileSync(file, "utf8"));
const missing = missingOptionals(lock.packages);
lock.packages = Object.fromEntries(
  Object.entries({ ...lock.packages, ...missing }).sort(([a], [b]) => (a < b ? -1 : 1)),
);
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${file}: ${Object.keys(missing).length} added`);
