// Signing in and finding the way with the keyboard alone.
import assert from "node:assert/strict";
import { button, field, heading, link, records, see, tab } from "./pages.mjs";
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

stage.step("a dog and what it shall learn are written down", async () => {
  await reach(field(page, "Name"));
  await page.keyboard.type("Balu");
  await press(button(page, "Add dog"));
  await see(heading(page, "Balu"));
  await press(tab(page, "Training"));
  await press(link(page, "Add a target"));
  await reach(field(page, "Name"));
  await page.keyboard.type("Recall");
  await press(button(page, "Add a step"));
  await press(button(page, "Save target"));
  await see(page.getByRole("alert").filter({ hasText: "Target saved." }));
});

stage.step("a session is tapped, and its advice taken", async () => {
  await press(link(page, "Quick log"));
  await see(heading(page, "Log for Balu"));
  await press(link(page, "Training session"));
  await press(button(page, "Recall"));
  await reach(page.getByRole("radio", { name: "None" }));
  await page.keyboard.press("ArrowRight");
  await reach(button(page, "Correct"));
  for (const _ of [1, 2, 3, 4, 5]) await page.keyboard.press("Space");
  await press(button(page, "To step 2"));
  await press(button(page, "Incorrect"));
  await press(button(page, "Undo last"));
  await press(button(page, "Correct"));
  await press(button(page, "Finish"));
  await press(button(page, "Save session"));
  await see(records(page, "Step 1 · 5 of 5 correct"));
});

stage.step("a note for owners alone is written and changed", async () => {
  await press(link(page, "Quick log"));
  await see(heading(page, "Log for Balu"));
  await press(link(page, "Note"));
  await reach(field(page, "Note"));
  await page.keyboard.type("Calm at the gate.");
  await press(page.getByRole("button", { name: /^Visible to/ }));
  await reach(page.getByRole("checkbox", { name: "Trainers" }));
  await page.keyboard.press("Space");
  await press(button(page, "Save"));
  await press(records(page, "Calm at the gate.").getByRole("link"));
  await press(link(page, "Edit"));
  await reach(field(page, "Note"));
  await page.keyboard.press("End");
  await page.keyboard.type(" Twice.");
  await press(button(page, "Save"));
  await see(page.getByText("Calm at the gate. Twice."));
});

stage.step("a deleted note comes back, and the progress is read", async () => {
  await press(button(page, "Delete"));
  await press(page.getByRole("alert").filter({ hasText: "Deleted." }).getByRole("button", { name: "Undo" }));
  await see(records(page, "Calm at the gate. Twice."));
  await press(tab(page, "Progress"));
  await see(page.getByRole("img", { name: /^Success rate of Recall/ }));
  await press(tab(page, "People"));
  await press(button(page, "Invite"));
  await press(page.getByRole("dialog").getByRole("button", { name: "Create invitation link" }));
  await see(page.getByRole("dialog").getByRole("img", { name: "QR code of the invitation link" }));
  await page.keyboard.press("Escape");
  await see(button(page, "Invite"));
});

/** Presses Tab until it is there: on no page it takes longer than going once around. */
async function reach(locator) {
  await see(locator);
  for (let stops = 0; stops < 150; stops += 1) {
    if (await isFocused(locator)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`Tab never leads to ${locator}`);
}

async function press(locator) {
  await reach(locator);
  await page.keyboard.press("Enter");
}

/** Presses Tab once, which must lead there. */
async function tabTo(locator) {
  await page.keyboard.press("Tab");
  await see(locator);
  assert.ok(await isFocused(locator), `Tab does not lead to ${locator}`);
}

const isFocused = (locator) => locator.evaluate((element) => element === document.activeElement);
