// A type that the page has no form of its own for is written, shown and commented on, by its schema alone.
import { button, field, link, records, see, seeNo, signIn } from "./pages.mjs";
import { Client } from "./registry.mjs";
import { Stage } from "./stage.mjs";

const tara = { name: "Tara Lindqvist", email: "tara@example.org", password: "long enough 1" };
const stage = new Stage();
let page;
let dog;

stage.step("the log page offers every type under its section", async () => {
  const client = await Client.signUp(stage.url, tara);
  dog = await client.addDog({ name: "Balu" });
  const person = await stage.arrive({ viewport: { width: 390, height: 844 } });
  person.expectRefusal(`422 /v1/dogs/${dog.id}/records/`);
  page = person.page;
  await signIn(page, tara);
  await page.goto(`/dogs/${dog.id}/log`);
  await see(link(page, "Training session"));
  await see(link(page, "Trigger exposure"));
  await see(link(page, "Vaccination"));
  await seeNo(link(page, "Comment"));
});

stage.step("homework with its steps is written by a form made from the schema", async () => {
  await link(page, "Homework").click();
  await field(page, "Title").fill("Recall at the door");
  const steps = page.getByRole("group", { name: "Steps" });
  await steps.getByRole("button", { name: "Add another" }).click();
  await steps.getByRole("textbox", { name: "Description" }).fill("Call once, pay at the door");
  await page.getByRole("textbox", { name: "Times per week" }).fill("5");
  await button(page, "Save").click();
  await see(records(page, "Recall at the door"));
});

stage.step("what the server refuses stands at its field", async () => {
  await page.goto(`/dogs/${dog.id}/log/appointment`);
  await field(page, "Title").fill("Class");
  await button(page, "Class").click();
  await field(page, "Recurrence").fill("every Tuesday");
  await button(page, "Save").click();
  await see(page.getByText(/Must be an RFC 5545 rule/));
  await field(page, "Recurrence").fill("FREQ=WEEKLY;BYDAY=TU");
  await button(page, "Save").click();
  await see(records(page, "Class"));
});

stage.step("a record shows what it says and takes comments", async () => {
  await link(page, "Homework").click();
  await see(page.getByText("Description: Call once, pay at the door"));
  await see(page.getByText("5 per week"));
  await field(page, "Your comment").fill("Went well on Monday.");
  await button(page, "Send comment").click();
  await see(page.getByRole("article").filter({ hasText: "Went well on Monday." }));
});
