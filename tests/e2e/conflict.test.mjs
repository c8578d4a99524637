// The same note changed in two tabs: whoever comes second sees both versions, and nothing is lost.
import { button, field, heading, link, see, seeMessage, seeNo, signIn } from "./pages.mjs";
import { picture } from "./pictures.mjs";
import { Client } from "./registry.mjs";
import { Stage } from "./stage.mjs";

const tara = { name: "Tara Lindqvist", email: "tara@example.org", password: "long enough 1" };
const stage = new Stage();
let person;
let first;
let second;
let note;

stage.step("two tabs open the same note for editing", async () => {
  const client = await Client.signUp(stage.url, tara);
  const dog = await client.addDog({ name: "Balu" });
  const at = new Date().toISOString();
  const { id } = await client.write(dog, { type: "note", occurredAt: at, text: "Pulled toward the pond." });
  note = `/dogs/${dog.id}/records/${id}`;

  person = await stage.arrive();
  person.expectRefusal(`412 /v1${note}`);
  first = person.page;
  await signIn(first, tara);
  second = await person.context.newPage();
  await openInBoth();
});

stage.step("the second to save sees both versions and merges them", async () => {
  await change(first, "Pulled toward the pond, twice.");
  await see(link(first, "History (2 versions)"));

  await second.bringToFront();
  await field(second, "Note").fill("Pulled toward the pond. Came back on the second call.");
  await button(second, "Save").click();
  const dialog = second.getByRole("dialog", { name: "This was changed in the meantime" });
  await see(dialog.getByText("Pulled toward the pond, twice."));
  await see(dialog.getByText("Pulled toward the pond. Came back on the second call."));
  await picture(second, "conflict");
  await button(dialog, "Merge the texts").click();
  await field(dialog, "Note").fill("Pulled toward the pond, twice. Came back on the second call.");
  await button(dialog, "Save merged text").click();
  await seeMessage(second, "Saved.");
  await seeNo(dialog);
  await see(second.getByText("Pulled toward the pond, twice. Came back on the second call."));
  await see(link(second, "History (3 versions)"));
});

stage.step("a version can be kept over the other, which stays in the history", async () => {
  await openInBoth();
  await change(first, "From the first tab.");
  await second.bringToFront();
  await field(second, "Note").fill("From the second tab.");
  await button(second, "Save").click();
  await button(second.getByRole("dialog"), "Keep mine").click();
  await seeMessage(second, "Saved.");
  await link(second, "History (5 versions)").click();
  await see(heading(second, "History"));
  await see(second.getByText(/From the first tab\. → From the second tab\./));
});

stage.step("leaving a changed form asks first", async () => {
  await first.bringToFront();
  await first.goto(`${note}/edit`);
  await field(first, "Note").fill("Not to be lost by a stray tap.");
  await link(first, "Back").click();
  const dialog = first.getByRole("dialog", { name: "Leave without saving?" });
  await button(dialog, "Stay").click();
  await seeNo(dialog);
  await change(first, "Not to be lost by a stray tap.");
});

async function openInBoth() {
  for (const page of [first, second]) {
    await page.bringToFront();
    await page.goto(`${note}/edit`);
    await see(field(page, "Note"));
  }
}

async function change(page, text) {
  await page.bringToFront();
  await field(page, "Note").fill(text);
  await button(page, "Save").click();
  await seeMessage(page, "Saved.");
  await see(page.getByText(text));
}
