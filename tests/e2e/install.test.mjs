// The app can be installed: the browser itself finds nothing that is missing, and what it installs is whole.
import assert from "node:assert/strict";
import { readyForOffline } from "./network.mjs";
import { heading, see } from "./pages.mjs";
import { Stage } from "./stage.mjs";

const stage = new Stage();

stage.step("the browser offers to install it", async () => {
  const { page, context } = await stage.arrive();
  await page.goto("/sign-in");
  await see(heading(page, "Welcome back"));
  await readyForOffline(page);
  const devtools = await context.newCDPSession(page);
  const { installabilityErrors } = await devtools.send("Page.getInstallabilityErrors");
  // A context of a test is an incognito one, in which nothing is ever installed.
  assert.deepEqual(
    installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== "in-incognito"),
    [],
  );
  const { errors, data } = await devtools.send("Page.getAppManifest");
  assert.deepEqual(errors, []);
  const manifest = JSON.parse(data);
  assert.equal(manifest.display, "standalone");
  const purposes = manifest.icons.map(({ purpose = "any" }) => purpose);
  assert.ok(purposes.includes("maskable") && purposes.includes("any"));
  for (const { src, sizes, type } of manifest.icons) {
    const answer = await page.request.get(src);
    assert.equal(answer.headers()["content-type"], type);
    const real = await page.evaluate(async (url) => {
      const image = new Image();
      image.src = url;
      await image.decode();
      return `${image.naturalWidth}x${image.naturalHeight}`;
    }, src);
    if (sizes !== "any") assert.equal(real, sizes);
  }
  for (const { url } of manifest.shortcuts ?? []) {
    const answer = await page.request.get(url);
    assert.equal(answer.status(), 200);
  }
});
