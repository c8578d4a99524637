import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { afterEach, expect, test } from "vitest";
import { DictateButton, withHeard } from "./DictateButton";

class Ears extends EventTarget {
  static last: Ears | undefined;
  lang = "";
  continuous = false;
  interimResults = true;
  constructor() {
    super();
    Ears.last = this;
  }
  start() {}
  stop() {
    this.dispatchEvent(new Event("end"));
  }
  say(transcript: string) {
    const result = Object.assign([{ transcript }], { isFinal: true });
    this.dispatchEvent(Object.assign(new Event("result"), { resultIndex: 0, results: [result] }));
  }
  fail(error: string) {
    this.dispatchEvent(Object.assign(new Event("error"), { error }));
    this.stop();
  }
}

function Field() {
  const [text, setText] = useState("Met a cat.");
  return (
    <>
      <p>{text}</p>
      <DictateButton label="Note" onText={(heard) => setText((before) => withHeard(before, heard))} />
    </>
  );
}

const open = () => {
  render(
    <MantineProvider env="test">
      <Notifications />
      <Field />
    </MantineProvider>,
  );
  return userEvent.setup({ delay: null });
};

afterEach(() => {
  window.SpeechRecognition = undefined;
});

test("what is heard is added to what was typed, until it is stopped", async () => {
  window.SpeechRecognition = Ears;
  const user = open();
  await user.click(screen.getByRole("button", { name: "Dictate: Note" }));
  act(() => Ears.last?.say(" It ran."));
  expect(screen.getByText("Met a cat. It ran.")).toBeInTheDocument();
  await user.click(screen.getByRole("button", { name: "Stop dictating: Note" }));
  expect(screen.getByRole("button", { name: "Dictate: Note" })).toBeInTheDocument();
});

test("a microphone that may not be used is said, and nothing is lost", async () => {
  window.SpeechRecognition = Ears;
  const user = open();
  await user.click(screen.getByRole("button", { name: "Dictate: Note" }));
  act(() => Ears.last?.fail("not-allowed"));
  expect(await screen.findByText(/may not use the microphone/)).toBeInTheDocument();
  expect(screen.getByText("Met a cat.")).toBeInTheDocument();
});

test("a browser that cannot listen offers nothing", () => {
  open();
  expect(screen.queryByRole("button", { name: /Note/ })).not.toBeInTheDocument();
});
