// Looking around before there is a dog of one's own.
import { button, heading, link, records, see, seeMessage, seeNo, signUp, tab } from "./pages.mjs";
import { picture } from "./pictures.mjs";
import { Stage } from "./stage.mjs";

const tara = { name: "Tara Lindqvist", email: "tara@example.org", password: "long enough 1" };
const stage = new Stage();
let page;

stage.step("a sample dog has a history on every page", async () => {
  ({ page } = await stage.arrive());
  await page.goto("/sign-up");
  await signUp(page, tara);
  await button(page, "Look around with a sample dog").click();
  await see(page.getByText("This is a sample dog"));
  await see(records(page, "everything here is made up"));
  await see(link(page, "Keep 5 m away from joggers"));
  await picture(page, "sample-dog");
  await tab(page, "Progress").click();
  await see(page.getByRole("img", { name: /^Success rate of Recall in 5 sessions\./ }));
  await see(page.getByRole("img", { name: /^ABC records per week/ }));
});

stage.step("it is gone with a tap, and so is its notice", async () => {
  await tab(page, "Timeline").click();
  await button(page, "Remove sample dog").click();
  await seeMessage(page, "The sample dog is gone.");
  await see(heading(page, "Let’s start with a dog"));
  await seeNo(link(page, /Luna/));
});
