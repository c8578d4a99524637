// Pictures for the README and the documentation. Taken only when asked for or missing, so that a test run leaves the
// tree as it is.
import { existsSync, mkdirSync, statSync } from "node:fs";
import { root } from "./needs.mjs";
import { dismissMessages } from "./pages.mjs";

const folder = `${root}/docs/images`;
const largest = 200 * 1024;

/** The page as it is seen now, without short messages and with nothing under the pointer. */
export async function picture(page, name) {
  const path = `${folder}/${name}.png`;
  if (existsSync(path) && process.env.UPDATE_IMAGES !== "1") return;
  mkdirSync(folder, { recursive: true });
  await dismissMessages(page);
  await page.mouse.move(0, 0);
  await page.screenshot({ path, animations: "disabled" });
  if (statSync(path).size > largest) throw new Error(`${path} is larger than ${largest} bytes`);
}
