// A photo that says where it was taken: sent from a note's page, interrupted and resumed, seen by the owner and not by a
// walker; what comes back says nothing of the place.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { setLine } from "./network.mjs";
import { button, heading, see, seeNo, seeStart, signIn } from "./pages.mjs";
import { photoWithPlace, place } from "./photo.mjs";
import { Client } from "./registry.mjs";
import { Stage } from "./stage.mjs";

const person = (name) => ({ name, email: `${name.toLowerCase()}@example.org`, password: "long enough 1" });
const [tara, olaf, wanda] = ["Tara", "Olaf", "Wanda"].map(person);
const folder = mkdtempSync(join(tmpdir(), "doggy-photo-"));
const file = join(folder, "IMG_0001.jpg");
after(() => rmSync(folder, { recursive: true }));

const stage = new Stage();
let dog;
let note;
let sender;
let trainer;

const invite = async (by, account, role) => {
  const who = await Client.signUp(stage.url, account);
  const { token } = await by.call("POST", `/v1/dogs/${dog.id}/invitations`, { role });
  await who.call("POST", `/v1/invitations/${token}/accept`);
};

const uploadUrl = /\/uploads\/[^/]+$/;
const firstPiece = 64 * 1024;

/** What becomes of the second piece that the trainer's page sends. Returns where the pieces begin, as they are sent. */
async function secondPiece(handle) {
  const pieces = [];
  await trainer.route(uploadUrl, (route) => {
    const request = route.request();
    if (request.method() !== "PATCH") return route.continue();
    pieces.push(Number(request.headers()["upload-offset"]));
    return pieces.length === 2 ? handle(route) : route.continue();
  });
  return pieces;
}

stage.step("a photo is sent from a note's page, interrupted on the way, and arrives", async () => {
  const client = await Client.signUp(stage.url, tara);
  dog = await client.addDog({ name: "Balu" });
  await invite(client, olaf, "owner");
  await invite(client, wanda, "walker");
  const fields = {
    type: "note",
    occurredAt: "2026-11-20T10:00:00Z",
    audience: ["trainer", "owner"],
    text: "Look!",
  };
  note = await client.write(dog, fields);

  sender = await stage.arrive();
  trainer = sender.page;
  await signIn(trainer, tara);
  await seeStart(trainer);
  await trainer.goto(`/dogs/${dog.id}/records/${note.id}`);
  const bytes = await photoWithPlace(trainer);
  assert.ok(bytes.includes(place) && bytes.includes("Exif"));
  writeFileSync(file, bytes);

  // The second piece does not get through the first time: the client asks where the file stands and goes on there.
  sender.withoutNetwork = true;
  const pieces = await secondPiece((route) => route.abort("internetdisconnected"));
  await trainer.locator("input[type=file][multiple]").setInputFiles(file);
  await see(trainer.getByRole("img", { name: /^Photo by Tara/ }));
  assert.deepEqual(pieces.slice(0, 3), [0, firstPiece, firstPiece]);
  await seeNo(trainer.getByRole("list", { name: "On their way" }));
  await trainer.unroute(uploadUrl);
  sender.withoutNetwork = false;
});

stage.step("it opens large, by keyboard too, and closes", async () => {
  await trainer.getByRole("button", { name: /^Open Photo by Tara/ }).press("Enter");
  const box = trainer.getByRole("dialog", { name: "1 of 1" });
  await see(box.getByRole("img", { name: /^Photo by Tara/ }));
  await trainer.keyboard.press("Escape");
  await seeNo(box);
});

stage.step("the owner sees it, and what comes back says nothing of the place", async () => {
  const { page } = await stage.arrive();
  await signIn(page, olaf);
  await seeStart(page);
  await page.goto(`/dogs/${dog.id}/media`);
  const image = page.getByRole("img", { name: /^Photo by Tara/ });
  await see(image);
  const source = await image.getAttribute("src");
  for (const size of ["thumb", "medium", "full"]) {
    const response = await page.request.get(source.replace("thumb", size));
    assert.equal(response.status(), 200);
    const body = await response.body();
    assert.equal(body.subarray(0, 3).toString("hex"), "ffd8ff");
    assert.ok(!body.includes(place) && !body.includes("Exif"), size);
  }
});

stage.step("a walker, whom the note is not for, sees no trace of it", async () => {
  const { page } = await stage.arrive();
  await signIn(page, wanda);
  await seeStart(page);
  await page.goto(`/dogs/${dog.id}/media`);
  await see(heading(page, "No photos or videos yet"));
  const list = await page.request.get(`/v1/dogs/${dog.id}/records?type=attachment`);
  assert.deepEqual((await list.json()).items, []);
});

stage.step("what only calls itself a photo is refused with the reason", async () => {
  const fake = join(folder, "photo.jpg");
  writeFileSync(fake, "<html><script>alert(1)</script></html>".repeat(10));
  sender.expectRefusal("415 /v1/dogs");
  await trainer.locator("input[type=file][multiple]").setInputFiles(fake);
  await see(trainer.getByText("This is no photo or video that can be kept", { exact: false }));
  await button(trainer, "Cancel photo.jpg").click();
  await seeNo(trainer.getByRole("list", { name: "On their way" }));
});

stage.step("at 64 kbit/s a photo arrives in small pieces, also after the server gave up on one", async () => {
  const small = join(folder, "IMG_0002.jpg");
  writeFileSync(small, await photoWithPlace(trainer, [420, 300]));
  const size = statSync(small).size;
  const pieces = await secondPiece((route) => route.fulfill({ status: 408 }));
  sender.expectRefusal("408 /v1/dogs");
  // Knowing nothing of the line yet.
  await trainer.reload();
  await see(trainer.getByRole("img", { name: /^Photo by Tara/ }));
  await setLine(sender, 64_000);
  await trainer.locator("input[type=file][multiple]").setInputFiles(small);
  await trainer
    .getByRole("img", { name: /^Photo by Tara/ })
    .nth(1)
    .waitFor({ timeout: 60_000 });
  await setLine(sender, undefined);
  await seeNo(trainer.getByRole("list", { name: "On their way" }));
  await trainer.unroute(uploadUrl);
  assert.deepEqual(pieces.slice(0, 3), [0, firstPiece, firstPiece]);
  const lengths = pieces.map((at, index) => (pieces[index + 1] ?? size) - at).slice(1);
  assert.ok(Math.max(...lengths) < firstPiece, `pieces of ${lengths} bytes`);
});
