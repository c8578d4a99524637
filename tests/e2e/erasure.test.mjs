// Leaving for good: everything is taken along first, then the account is erased, and the email can be used again.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { addDog, button, field, heading, link, see, signUp } from "./pages.mjs";
import { Stage } from "./stage.mjs";

const pia = { name: "Pia Lenz", email: "pia@example.org", password: "long enough 4" };

const stage = new Stage();
let person;
let page;

stage.step("somebody with a dog of their own takes everything along", async () => {
  person = await stage.arrive();
  page = person.page;
  await page.goto("/sign-up");
  await signUp(page, pia);
  await link(page, "Add your first dog").click();
  await addDog(page, {
    name: "Balu",
    breed: "Hovawart",
    sex: "Male",
    birthDate: "2018-07-16",
    role: "Owner",
  });
  await page.goto("/security");
  const download = page.waitForEvent("download");
  await link(page, "Download as a ZIP file").click();
  const file = readFileSync(await (await download).path());
  assert.equal(file.subarray(0, 2).toString(), "PK");
  assert.ok(file.includes("account.json") && file.includes("dossier.json"));
});

stage.step("the account is erased once the email was typed and the dog let go", async () => {
  await button(page, "Delete account").click();
  const dialog = page.getByRole("dialog");
  await see(dialog.getByText("Balu"));
  await field(dialog, "Current password").fill(pia.password);
  await field(dialog, `Type ${pia.email} to confirm`).fill(pia.email);
  await dialog.getByRole("checkbox").check();
  await button(dialog, "Delete my account for good").click();
  await see(heading(page, "Welcome back"));
});

stage.step("nobody signs in to it, and its email can be used again", async () => {
  person.expectRefusal("401 /v1/");
  await field(page, "Email").fill(pia.email);
  await field(page, "Password").fill(pia.password);
  await button(page, "Sign in").click();
  await see(page.getByText("Email and password do not fit together."));
  await page.goto("/sign-up");
  await signUp(page, pia);
  await see(heading(page, "Let’s start with a dog"));
});
