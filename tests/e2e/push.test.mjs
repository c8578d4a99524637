// A push message becomes a notification. The push service itself is out of reach: Chromium hands the service worker what
// would come from there (CDP), and what the server sends is read in tests/push.
import assert from "node:assert/strict";
import { once } from "node:events";
import { button, heading, link, see, signUp } from "./pages.mjs";
import { Stage } from "./stage.mjs";

const tina = { name: "Tina Lang", email: "tina@example.org", password: "long enough 1" };
const message = {
  kind: "comment",
  title: "A comment for you",
  body: "Balu",
  path: "/webhooks",
  tag: "comment",
};

const stage = new Stage();
let person;

stage.step("somebody opens the page of their devices", async () => {
  person = await stage.arrive();
  const { page, context } = person;
  await page.goto("/");
  await link(page, "Create an account").click();
  await signUp(page, tina);
  await see(heading(page, "Let’s start with a dog"));
  await context.grantPermissions(["notifications"], { origin: new URL(page.url()).origin });
  await page.goto("/push");
  await see(heading(page, "Push notifications"));
  await see(button(page, "Turn on here"));
});

stage.step("the service worker shows what is pushed", async () => {
  const { page, context } = person;
  const session = await context.newCDPSession(page);
  await session.send("ServiceWorker.enable");
  const registered = once(session, "ServiceWorker.workerRegistrationUpdated");
  await page.evaluate(async () => {
    await navigator.serviceWorker.register("/sw.js");
    await navigator.serviceWorker.ready;
  });
  let [{ registrations }] = await registered;
  while (registrations.length === 0) {
    [{ registrations }] = await once(session, "ServiceWorker.workerRegistrationUpdated");
  }
  await session.send("ServiceWorker.deliverPushMessage", {
    origin: new URL(page.url()).origin,
    registrationId: registrations[0].registrationId,
    data: JSON.stringify(message),
  });
  const shown = await page.waitForFunction(async () => {
    const registration = await navigator.serviceWorker.ready;
    const [one] = await registration.getNotifications();
    return one && { title: one.title, body: one.body, tag: one.tag, path: one.data };
  });
  assert.deepEqual(await shown.jsonValue(), {
    title: message.title,
    body: "Balu",
    tag: "comment",
    path: "/webhooks",
  });
});

stage.step("a webhook is made, and its secret shown once", async () => {
  const { page } = person;
  await page.goto("/webhooks");
  await see(heading(page, "No webhooks"));
  await button(page, "Add a webhook").click();
  await page.getByLabel("URL").fill("https://hooks.example.org/doggy");
  await page.getByRole("dialog").getByRole("button", { name: "Add a webhook" }).click();
  const secret = page.getByLabel("Secret", { exact: true });
  await see(secret);
  assert.match(await secret.inputValue(), /^whsec_/);
  await button(page, "Done").click();
  await see(page.getByText("https://hooks.example.org/doggy"));
  assert.doesNotMatch(await page.content(), /whsec_/);
});
