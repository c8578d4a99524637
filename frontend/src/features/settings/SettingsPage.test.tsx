import { screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { adoptLanguage, chooseLanguage } from "@/shared/i18n/i18n";
import { adoptUnits, chooseWeightUnit, weightUnit } from "@/shared/lib/weight";
import { me } from "@/testing/examples";
import { fakeServer } from "@/testing/fakeServer";
import { renderPage } from "@/testing/render";
import { SettingsPage } from "./SettingsPage";

afterEach(async () => {
  chooseWeightUnit(null);
  await chooseLanguage(null);
});

function open() {
  const sent = fakeServer({ "PATCH /v1/me": { body: me }, "GET /v1/me": { body: me } });
  const changes = () => sent.filter(({ method }) => method === "PATCH").map(({ body }) => body);
  return { changes, ...renderPage(<SettingsPage />) };
}

test("the language is spoken at once, and the account told", async () => {
  const { user, changes } = open();
  await user.selectOptions(screen.getByRole("combobox", { name: "Language" }), "Deutsch");
  expect(await screen.findByRole("combobox", { name: "Sprache" })).toBeVisible();
  await waitFor(() => expect(changes()).toEqual([{ locale: "de" }]));
});

test("pounds are the account's imperial units", async () => {
  const { user, changes } = open();
  await user.selectOptions(screen.getByRole("combobox", { name: /weight/i }), "lb");
  await waitFor(() => expect(changes()).toEqual([{ units: "imperial" }]));
  expect(weightUnit()).toBe("lb");
});

test("a new device begins as the account has it, and an own choice stays", async () => {
  await adoptLanguage("de-AT");
  expect(document.documentElement.lang).toBe("de");
  await adoptLanguage("en");
  expect(document.documentElement.lang).toBe("de");
  await chooseLanguage(null);
  await adoptLanguage("und");
  await adoptLanguage(undefined);
  expect(document.documentElement.lang).toBe("en");
  adoptUnits("imperial");
  expect(weightUnit()).toBe("lb");
  chooseWeightUnit("kg");
  adoptUnits("imperial");
  expect(weightUnit()).toBe("kg");
});
