import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { fakeServer } from "@/testing/fakeServer";
import { renderPage } from "@/testing/render";
import { UnsubscribePage } from "./UnsubscribePage";

test("whoever follows a mail's link is asked in a page with a landmark of its own", async () => {
  fakeServer({});
  renderPage(<UnsubscribePage />);
  const main = await screen.findByRole("main");
  expect(
    within(main).getByRole("heading", { level: 1, name: "No more mails of this kind" }),
  ).toBeInTheDocument();
});
