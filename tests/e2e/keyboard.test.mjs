// Signing in and finding the way with the keyboard alone.
import assert from "node:assert/strict";
import { field, heading, link, see } from "./pages.mjs";
import { Client } from "./registry.mjs";
import { Stage } from "./stage.mjs";

const tara = { name: "Tara Lindqvist", email: "tara@example.org", password: "long enough 1" };
const stage = new Stage();
let page;

stage.step("the form is filled in and sent by keyboard, and a wrong password is said", async () => {
  await Client.signUp(stage.url, tara);
  const person = await stage.arrive();
  person.expectRefusal("401 /v1/sessions");
  ({ page } = person);
  await page.goto("/sign-in");
  await see(heading(page, "Welcome back"));
  await tabTo(link(page, "Create an account"));
  await tabTo(field(page, "Email"));
  await page.keyboard.type(tara.email);
  await tabTo(field(page, "Password"));
  await page.keyboard.type("not the password");
  await page.keyboard.press("Enter");
  await see(page.getByRole("alert").filter({ hasText: "Email and password do not fit together." }));

  await field(page, "Password").press("ControlOrMeta+a");
  await page.keyboard.type(tara.password);
  await page.keyboard.press("Enter");
  await see(heading(page, "My dogs"));
});

stage.step("the first stop of every page leads to its content", async () => {
  await page.reload();
  await see(heading(page, "Let’s start with a dog"));
  await tabTo(link(page, "Skip to content"));
  await page.keyboard.press("Enter");
  await tabTo(link(page, "Add your first dog"));
  await page.keyboard.press("Enter");
  await see(heading(page, "Add a dog"));
  assert.ok(await isFocused(page.getByRole("main")));
});

/** Presses Tab once, which must lead there. */
async function tabTo(locator) {
  await page.keyboard.press("Tab");
  await see(locator);
  assert.ok(await isFocused(locator), `Tab does not lead to ${locator}`);
}

const isFocused = (locator) => locator.evaluate((element) => element === document.activeElement);
