// Passkeys, with an authenticator that Chromium plays: added, used in place of the password, removed, refused.
import assert from "node:assert/strict";
import { accountMenu, button, field, heading, link, see, seeNo, signUp } from "./pages.mjs";
import { Stage } from "./stage.mjs";

const rosa = { name: "Rosa Keller", email: "rosa@example.org", password: "long enough 3" };

const stage = new Stage();
let page;
let device;
let person;

const leave = async () => {
  await accountMenu(page).click();
  await page.getByRole("menuitem", { name: "Sign out", exact: true }).click();
};
const signOut = async () => {
  await leave();
  await see(heading(page, "Welcome back"));
};

stage.step("a passkey is added for the password", async () => {
  // Browsers have no passkeys for addresses in numbers.
  person = await stage.arrive({ baseURL: stage.url.replace("127.0.0.1", "localhost") });
  page = person.page;
  device = await person.context.newCDPSession(page);
  await device.send("WebAuthn.enable", { enableUI: false });
  const { authenticatorId } = await device.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      // It agrees to nothing by itself: the sign-in page offers passkeys before anybody has asked for one.
      automaticPresenceSimulation: false,
    },
  });
  device.agree = (enabled) =>
    device.send("WebAuthn.setAutomaticPresenceSimulation", { authenticatorId, enabled });
  device.keys = async () => (await device.send("WebAuthn.getCredentials", { authenticatorId })).credentials;

  await page.goto("/sign-up");
  await signUp(page, rosa);
  await see(heading(page, "Let’s start with a dog"));
  await page.goto("/security");
  await see(page.getByText("You have no passkey yet."));
  await button(page, "Add a passkey").click();
  const dialog = page.getByRole("dialog");
  await field(dialog, "Name").fill("Field phone");
  await field(dialog, "Current password").fill(rosa.password);
  await device.agree(true);
  await button(dialog, "Continue").click();
  await see(page.getByText("You can sign in by this passkey now."));
  await see(page.getByText("Field phone"));
  await device.agree(false);
  assert.equal((await device.keys()).length, 1);
});

stage.step("the browser offers it where one types the email", async () => {
  // Chromium's authenticator chooses as soon as it is asked.
  await device.agree(true);
  const entered = page.waitForResponse((response) => response.url().endsWith("/v1/sessions/passkey"));
  await leave();
  assert.equal((await entered).status(), 201);
  await see(accountMenu(page));
  await device.agree(false);
});

stage.step("without such an offer a button asks for it", async () => {
  // From the next page on this browser is one that cannot offer them.
  await person.context.addInitScript(() => {
    PublicKeyCredential.isConditionalMediationAvailable = async () => false;
  });
  await page.goto("/security");
  await signOut();
  await device.agree(true);
  await button(page, "Use a passkey").click();
  await see(accountMenu(page));
  await device.agree(false);
  await page.goto("/security");
  await see(page.getByText(/^Last used/));
});

stage.step("it proves who removes it", async () => {
  await button(page, "Remove Field phone").click();
  await device.agree(true);
  await button(page.getByRole("dialog"), "Remove by passkey").click();
  await see(page.getByText("You have no passkey yet."));
  await device.agree(false);
});

stage.step("afterwards it is refused", async () => {
  assert.equal((await device.keys()).length, 1);
  await signOut();
  person.expectRefusal("401 /v1/sessions/passkey");
  await device.agree(true);
  await button(page, "Use a passkey").click();
  await see(page.getByText("This passkey is not one of yours, or not for this site."));
  await seeNo(accountMenu(page));
  await see(link(page, "Forgot password?"));
});
