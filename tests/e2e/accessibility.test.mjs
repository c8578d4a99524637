// axe-core finds nothing on any screen, light on a phone and dark on a desktop. The screens are the routes of the
// router: a new one without an address here fails.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { writeHistory } from "./history.mjs";
import { root } from "./needs.mjs";
import { accountMenu, assertNoSidewaysScroll, button, field, see, signIn } from "./pages.mjs";
import { picture } from "./pictures.mjs";
import { Client } from "./registry.mjs";
import { Stage } from "./stage.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const tara = { name: "Tara Lindqvist", email: "tara@example.org", password: "long enough 1" };
const olga = { name: "Olga Berger", email: "olga@example.org", password: "long enough 2" };
const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 1 };
const desktop = { viewport: { width: 1024, height: 720 }, deviceScaleFactor: 1, colorScheme: "dark" };
const stage = new Stage();
const days = (count) => new Date(Date.now() + count * 86_400_000).toISOString();

// From a route of the router to addresses: without signing in, and after.
const outside = {};
const inside = {};

stage.step("there is something to see on every screen", async () => {
  const client = await Client.signUp(stage.url, tara);
  const owner = await Client.signUp(stage.url, olga);
  const { dog, targetId } = await writeHistory(client);
  const invited = await client.call("POST", `/v1/dogs/${dog.id}/invitations`, { role: "owner" });
  await owner.call("POST", `/v1/invitations/${invited.token}/accept`);
  const audience = ["trainer", "owner"];
  await client.write(dog, {
    type: "alert",
    occurredAt: days(-1),
    severity: "caution",
    instruction: "Muzzle around men with hats",
    acknowledgmentRequired: true,
    audience,
  });
  await client.write(dog, {
    type: "homework",
    occurredAt: days(-2),
    title: "Recall at the door",
    steps: [{ description: "Call once, pay at the door" }],
    timesPerWeek: 3,
    audience,
  });
  await client.write(dog, {
    type: "appointment",
    occurredAt: days(1),
    endsAt: days(1.04),
    timeZone: "Europe/Berlin",
    title: "Group walk",
    kind: "walk",
    audience,
  });
  await client.write(dog, {
    type: "visit",
    occurredAt: days(-0.2),
    endedAt: days(-0.15),
    kind: "walk",
    mood: "happy",
    report: "Once around the lake.",
    audience,
  });
  const { id: noteId } = await client.write(dog, {
    type: "note",
    occurredAt: days(-3),
    text: "Calm at the *gate*.",
  });
  await client.write(dog, { type: "comment", occurredAt: days(-2), about: noteId, text: "With me too." });
  const open = await client.call("POST", `/v1/dogs/${dog.id}/invitations`, { role: "walker" });
  const organization = await client.call("POST", "/v1/organizations", { name: "Good Dogs" });
  const place = await client.call("POST", `/v1/organizations/${organization.id}/invitations`, {
    role: "walker",
  });

  Object.assign(outside, {
    "sign-in": "/sign-in",
    "sign-up": "/sign-up",
    "forgot-password": "/forgot-password",
    "reset-password": "/reset-password#x",
    "verify-email": "/verify-email#x",
    unsubscribe: "/unsubscribe#x",
    shared: "/shared#x",
    "invitations/:token": `/invitations/${open.token}`,
    "organization-invitations/:token": `/organization-invitations/${place.token}`,
  });
  const base = `/dogs/${dog.id}`;
  const record = `${base}/records/${noteId}`;
  Object.assign(inside, {
    start: "/",
    dogs: "/dogs",
    log: "/log",
    calendar: "/calendar",
    homework: "/homework",
    settings: "/settings",
    server: "/server",
    security: "/security",
    unsent: "/unsent",
    search: "/search?q=gate",
    push: "/push",
    webhooks: "/webhooks",
    organizations: "/organizations",
    "organizations/:organizationId": `/organizations/${organization.id}`,
    notifications: "/notifications",
    "settings/notifications": "/settings/notifications",
    "dogs/new": "/dogs/new",
    "dogs/:dogId": base,
    profile: `${base}/profile`,
    import: `${base}/import`,
    media: `${base}/media`,
    behavior: `${base}/behavior`,
    health: `${base}/health`,
    people: `${base}/people`,
    audit: `${base}/audit`,
    progress: `${base}/progress`,
    report: `${base}/report`,
    targets: `${base}/targets`,
    "targets/new": `${base}/targets/new`,
    visits: `${base}/visits`,
    "dog log": `${base}/log`,
    "log/session": `${base}/log/session?target=${targetId}`,
    "log/observation": `${base}/log/observation`,
    "log/:type": `${base}/log/note`,
    "records/:recordId": record,
    "records/:recordId/edit": `${record}/edit`,
    "records/:recordId/history": `${record}/history`,
    "*": "/nowhere",
  });
});

stage.step("every route of the router is among the screens", () => {
  const router = readFileSync(`${root}/frontend/src/app/router.tsx`, "utf8");
  const routes = [...router.matchAll(/path: "([^"]+)"/g)].map(([, path]) => path);
  const known = new Set([...Object.keys(outside), ...Object.keys(inside)]);
  assert.ok(routes.length > 40);
  assert.deepEqual(
    routes.filter((route) => !known.has(route)),
    [],
  );
});

for (const { name, options } of [
  { name: "phone", options: phone },
  { name: "desktop-dark", options: desktop },
]) {
  stage.step(`nothing is found on any screen: ${name}`, async () => {
    const person = await stage.arrive(options);
    const { page } = person;
    // The links are made up, but for the invitations.
    for (const refusal of ["/v1/email-verifications", "/v1/unsubscribe", "/v1/shared"])
      for (const status of [400, 401, 404, 410, 422]) person.expectRefusal(`${status} ${refusal}`);
    const found = [];
    for (const [route, path] of Object.entries(outside))
      found.push(...(await findings(page, name, route, path)));
    await page.goto("/sign-in");
    await signIn(page, tara);
    for (const [route, path] of Object.entries(inside))
      found.push(...(await findings(page, name, route, path)));
    const choices = await page.goto(inside["dog log"]).then(async () => {
      await settled(page);
      return page
        .getByRole("main")
        .getByRole("link")
        .evaluateAll((links) => links.map((one) => new URL(one.href).pathname));
    });
    for (const path of choices.filter((one) => /\/log\/(?!session)/.test(one)))
      found.push(...(await findings(page, undefined, path.split("/").pop(), path)));
    assert.deepEqual(found, []);
  });
}

// Dialogs and menus lie beside the page's landmarks; axe's own advice, beyond WCAG, would have everything within one.
const wcag = { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] };

stage.step("nothing is found in what opens over a screen", async () => {
  const { page } = await stage.arrive(phone);
  await signIn(page, tara);
  const found = [];
  await page.goto(inside.people);
  await button(page, "Invite").click();
  await see(page.getByRole("dialog"));
  found.push(...(await violations(page, "invite", wcag)));
  await page.goto(inside.start);
  await settled(page);
  await accountMenu(page).click();
  await see(page.getByRole("menu"));
  found.push(...(await violations(page, "account menu", wcag)));
  await page.goto(inside.search);
  await settled(page);
  await button(page, "Filter").click();
  await see(page.getByRole("combobox", { name: "Types" }));
  found.push(...(await violations(page, "filter", wcag)));
  await page.keyboard.press("Control+K");
  await field(page, "Go to or begin …").fill("calen");
  await see(button(page, "Calendar"));
  found.push(...(await violations(page, "command palette", wcag)));
  assert.deepEqual(found, []);
  await page.keyboard.press("Enter");
  await page.waitForURL("**/calendar");
});

stage.step("nothing is found while an observation is watched", async () => {
  const { page } = await stage.arrive(phone);
  await signIn(page, tara);
  await page.goto(inside["log/observation"]);
  await field(page, "Another behavior").fill("Barking");
  await page.keyboard.press("Enter");
  await button(page, "Start watching").click();
  await button(page, /^barking/i).click();
  const found = await violations(page, "continuous recording");
  await picture(page, "screens/watching-phone");
  await page.waitForTimeout(1000);
  await button(page, "Finish").click();
  await button(page, "Start over").click();
  await field(page, "Another behavior").fill("Barking");
  await page.keyboard.press("Enter");
  await button(page, "Partial interval").click();
  await button(page, "Start watching").click();
  await button(page, /^barking/i).click();
  found.push(...(await violations(page, "interval recording")));
  await picture(page, "screens/watching-intervals-phone");
  assert.deepEqual(found, []);
});

// English from right to left, as a language that is written so would lay it out.
stage.step("from right to left nothing scrolls sideways, nor is anything found", async () => {
  const { page } = await stage.arrive(phone);
  await page.addInitScript(() => localStorage.setItem("doggy-language", "ar-XB"));
  await signIn(page, tara);
  const found = [];
  for (const [route, path] of Object.entries(inside)) {
    await page.goto(path);
    await settled(page);
    assert.equal(await page.evaluate(() => getComputedStyle(document.body).direction), "rtl");
    await assertNoSidewaysScroll(page, route);
    found.push(...(await violations(page, route)));
    if (route === "dogs/:dogId" || route === "start")
      await picture(page, `screens/${route.replaceAll(/\W+/g, "-")}-rtl`);
  }
  assert.deepEqual(found, []);
});

async function findings(page, look, route, path) {
  await page.goto(path);
  await settled(page);
  const found = await violations(page, route);
  if (look)
    await picture(
      page,
      `screens/${route.replaceAll(/\W+/g, "-").replaceAll(/^-|-$/g, "") || "not-found"}-${look}`,
    );
  return found;
}

/** Has a heading, and nothing that stands for what is not there yet. */
async function settled(page) {
  await see(page.getByRole("heading").first());
  await page.waitForFunction(() => !document.querySelector("[class*=Skeleton], [class*=Loader]"));
}

async function violations(page, where, rules = {}) {
  // With motion reduced a change of color still takes a frame, and one more for each element within.
  await page.evaluate(async () => {
    for (let frame = 0; frame < 6; frame += 1) await new Promise(requestAnimationFrame);
  });
  await page.evaluate(axe);
  const { violations } = await page.evaluate((options) => globalThis.axe.run(document, options), {
    resultTypes: ["violations"],
    ...rules,
  });
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ target, failureSummary }) =>
        `${where}: ${id}: ${target.join(" ")}: ${failureSummary.split("\n")[1]?.trim()}`,
    ),
  );
}
