import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import type { DogRecord } from "@/shared/api/types";
import { forgetEverything } from "@/shared/lib/storage";
import { dog, note, target } from "@/testing/examples";
import { fakeServer } from "@/testing/fakeServer";
import { renderPage } from "@/testing/render";
import { syncRoute, writesIn } from "@/testing/syncRoute";
import { LogSessionPage } from "./LogSessionPage";

function open(records: DogRecord[] = [target()]) {
  return renderPage(<LogSessionPage />, { dog, records, route: "/dogs/d-1/log/session" });
}

async function openWithTarget() {
  const page = open();
  await page.user.click(await screen.findByRole("button", { name: "Recall" }));
  const tap = (name: string) => page.user.click(screen.getByRole("button", { name }));
  return { ...page, tap };
}

test("counts taps, leaves void trials out of the percentage, and takes the last tap back", async () => {
  fakeServer({ "POST /v1/sync": syncRoute() });
  const { tap } = await openWithTarget();
  expect(screen.getByText("– %")).toBeInTheDocument();

  for (const outcome of ["Correct", "Incorrect", "Correct", "Void", "No response"]) await tap(outcome);
  expect(screen.getByText("50 %")).toBeInTheDocument();
  expect(screen.getByText("2 of 4 correct")).toBeInTheDocument();
  expect(screen.getByRole("status")).toHaveTextContent("No response. 2 of 4 correct, 50 %");

  await tap("Undo last");
  expect(screen.getByText("67 %")).toBeInTheDocument();
  expect(screen.getByText("2 of 3 correct")).toBeInTheDocument();
});

test("saves the session with the prompt level of each trial, once for one draft", async () => {
  let tries = 0;
  const problem = { status: 422, title: "Not yet." };
  const sent = fakeServer({
    "POST /v1/sync": syncRoute(() => (tries++ ? undefined : { status: "rejected", problem })),
  });
  const { tap, user } = await openWithTarget();
  await tap("Correct");
  await user.click(screen.getByRole("radio", { name: "Gesture" }));
  await tap("Correct");
  await tap("Finish");
  await tap("Save session");
  await screen.findByRole("alert");
  await tap("Save session");
  await waitFor(() => expect(writesIn(sent)).toHaveLength(2));

  const [first, second] = writesIn(sent);
  expect(first?.record.id).toBe(second?.record.id);
  expect(first?.record).toMatchObject({
    type: "session",
    audience: ["owner", "trainer"],
    blocks: [
      {
        targetId: "t-1",
        step: 0,
        trials: [
          { outcome: "correct", prompt: "none" },
          { outcome: "correct", prompt: "gesture" },
        ],
      },
    ],
  });
});

test("another step is counted apart", async () => {
  fakeServer({ "POST /v1/sync": syncRoute() });
  const { tap, user } = await openWithTarget();
  await tap("Correct");
  await user.selectOptions(screen.getByRole("combobox", { name: "Step" }), "2. park");
  expect(screen.getByText("– %")).toBeInTheDocument();
  await tap("Incorrect");
  expect(screen.getByText("0 %")).toBeInTheDocument();
});

test("a draft survives a reload and is gone after signing out", async () => {
  fakeServer({ "POST /v1/sync": syncRoute() });
  const first = await openWithTarget();
  await first.tap("Correct");
  first.unmount();

  open().unmount();
  const reloaded = open();
  expect(await screen.findByText("1 of 1 correct")).toBeInTheDocument();
  reloaded.unmount();

  forgetEverything();
  open();
  expect(await screen.findByRole("button", { name: "Recall" })).toBeInTheDocument();
  expect(screen.queryByText("1 of 1 correct")).not.toBeInTheDocument();
});

test("without a target it says what to do first", async () => {
  fakeServer({ "POST /v1/sync": syncRoute() });
  open([note()]);
  expect(await screen.findByRole("link", { name: "Add a target" })).toBeInTheDocument();
});

test("five trials say whether to go up, and a tap goes there", async () => {
  fakeServer({ "POST /v1/sync": syncRoute() });
  const { tap } = await openWithTarget();
  for (const outcome of ["Correct", "Correct", "Void", "Incorrect", "Correct"]) await tap(outcome);
  expect(screen.getByText("Group of 5: 3 of 4 correct so far")).toBeInTheDocument();
  await tap("Correct");
  expect(screen.getByText("Push: go up to step 2.")).toBeInTheDocument();

  await tap("To step 2");
  expect(screen.getByRole("combobox", { name: "Step" })).toHaveValue("1");
  expect(screen.getByText("Group of 5: 0 of 0 correct so far")).toBeInTheDocument();
});
