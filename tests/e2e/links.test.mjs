// What is reached by a link: an address that is verified, a password that was forgotten, a record that is shared.
import { addDog, button, field, heading, link, openRecord, see, seeNo, signUp, writeNote } from "./pages.mjs";
import { Stage } from "./stage.mjs";

const olga = { name: "Olga Berger", email: "olga@example.org", password: "long enough 2" };
const remembered = "walks along the river";
const text = "Calm past two joggers at 10 m.";

const stage = new Stage();
const people = {};
let shared;

stage.step("signing up mails a link that verifies the address", async () => {
  people.owner = await stage.arrive();
  const { page } = people.owner;
  await page.goto("/");
  await link(page, "Create an account").click();
  await signUp(page, olga);
  await see(heading(page, "Let’s start with a dog"));
  await page.goto(await stage.mailedLink("verify-email"));
  await see(page.getByText("Thank you, your email address is confirmed."));
  await link(page, "Continue").click();
  await see(heading(page, "Let’s start with a dog"));
});

stage.step("a forgotten password is replaced by the mailed link, once", async () => {
  people.phone = await stage.arrive();
  const { page } = people.phone;
  people.phone.expectRefusal("410 /v1/password-resets/redeem");
  await page.goto("/sign-in");
  await link(page, "Forgot password?").click();
  // Both pages ask for an email.
  await see(heading(page, "Choose a new password"));
  await field(page, "Email").fill(olga.email);
  await button(page, "Send link").click();
  await see(page.getByText("If somebody has an account with this email, the link is on its way."));
  const mailed = await stage.mailedLink("reset-password");
  for (const last of [false, true]) {
    await page.goto("about:blank");
    await page.goto(mailed);
    await field(page, "New password").fill(remembered);
    await button(page, "Save password").click();
    if (!last) await see(page.getByText("Your password is changed. Sign in with it."));
  }
  await see(link(page, "Ask for a new one"));
});

stage.step("the old password is worth nothing, and the old session has ended", async () => {
  const { page } = people.owner;
  people.owner.expectRefusal("401 /v1/");
  await page.goto("/");
  await see(heading(page, "Welcome back"));
  await field(page, "Email").fill(olga.email);
  await field(page, "Password").fill(olga.password);
  await button(page, "Sign in").click();
  await see(page.getByText("Email and password do not fit together."));
  await field(page, "Password").fill(remembered);
  await button(page, "Sign in").click();
  await see(heading(page, "Let’s start with a dog"));
});

stage.step("the owner shares one note by a link", async () => {
  const { page } = people.owner;
  await link(page, "Add your first dog").click();
  await addDog(page, {
    name: "Balu",
    breed: "Hovawart",
    sex: "Male",
    birthDate: "2018-07-16",
    role: "Owner",
  });
  await writeNote(page, { text });
  await openRecord(page, text);
  await button(page, "Share by link").click();
  await button(page, "Create link").click();
  shared = await field(page, "Link").inputValue();
});

stage.step("whoever has the link reads the note without an account", async () => {
  people.vet = await stage.arrive();
  const { page } = people.vet;
  await page.goto(shared);
  await see(heading(page, "Balu · Note"));
  await see(page.getByText(text));
});

stage.step("until the owner ends it", async () => {
  const { page } = people.owner;
  await page.reload();
  await button(page, "Share by link").click();
  await button(page, "End link").click();
  await seeNo(button(page, "End link"));
  people.vet.expectRefusal("404 /v1/shared/");
  await people.vet.page.goto("about:blank");
  await people.vet.page.goto(shared);
  await see(heading(people.vet.page, "This link shows nothing any more"));
  await seeNo(people.vet.page.getByText(text));
});
