// Somebody is named in a comment: their open page tells it at once, a mail comes, and both lead there.
import {
  addDog,
  button,
  field,
  heading,
  invite,
  joinByLink,
  link,
  records,
  see,
  signUp,
  tab,
  writeNote,
} from "./pages.mjs";
import { Stage } from "./stage.mjs";

const olga = { name: "Olga Berger", email: "olga@example.org", password: "long enough 2" };
const wim = { name: "Wim de Vries", email: "wim@example.org", password: "long enough 3" };
const walk = "He pulls less on the long line.";

const stage = new Stage();
const people = {};
let invitation;

stage.step("the owner has a dog, confirms her email and invites a walker", async () => {
  people.owner = await stage.arrive();
  const { page } = people.owner;
  await page.goto("/");
  await link(page, "Create an account").click();
  await signUp(page, olga);
  await link(page, "Add your first dog").click();
  await addDog(page, {
    name: "Balu",
    breed: "Hovawart",
    sex: "Male",
    birthDate: "2018-07-16",
    role: "Owner",
  });
  await page.goto(await stage.mailedLink("verify-email"));
  await link(page, "Continue").click();
  await tab(page, "People").click();
  invitation = await invite(page, "Walker");
});

stage.step("the walker comments on her note and names her", async () => {
  await tab(people.owner.page, "Timeline").click();
  await writeNote(people.owner.page, { text: walk, audience: ["Owners", "Walkers"] });
  people.walker = await stage.arrive();
  const { page } = people.walker;
  await joinByLink(page, invitation, wim);
  await records(page, walk).getByRole("link").first().click();
  const box = field(page, "Your comment");
  await box.pressSequentially("Today as well, @Ol");
  await page.getByRole("option", { name: olga.name }).click();
  await button(page, "Send comment").click();
  await see(page.getByRole("article").filter({ hasText: `Today as well, @${olga.name}` }));
});

stage.step("her page tells it at once and leads there", async () => {
  const { page } = people.owner;
  await link(page, "Notifications, 1 unread").click();
  await page.getByRole("link", { name: `${wim.name} mentioned you (Comment, Balu)` }).click();
  await see(page.getByText(`Today as well, @${olga.name}`));
  await see(link(page, "Notifications"));
});

stage.step("the mail that came ends its kind by one click", async () => {
  const { page } = people.owner;
  await page.goto(await stage.mailedLink("unsubscribe"));
  await button(page, "Stop these mails").click();
  await see(page.getByText("You get no more mails of this kind."));
  await page.goto("/settings/notifications");
  await see(heading(page, "What I am told"));
  const mail = page.getByRole("checkbox", { name: "Mentions: Mail" });
  await see(mail);
  if (await mail.isChecked()) throw new Error("the mails go on");
});
