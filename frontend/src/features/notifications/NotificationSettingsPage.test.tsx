import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import type { NotificationPreferences } from "@/shared/api/types";
import { fakeServer } from "@/testing/fakeServer";
import { renderPage } from "@/testing/render";
import { NotificationSettingsPage } from "./NotificationSettingsPage";

const ways = { inApp: true, email: false, digest: true, push: true, webhook: true };
const preferences: NotificationPreferences = {
  mention: ways,
  comment: ways,
  visitReport: ways,
  homeworkDue: ways,
  vaccineDue: ways,
  alert: ways,
  invitation: ways,
  mastery: ways,
  handover: ways,
  timeZone: "UTC",
  digest: "daily",
  digestHour: 8,
  digestWeekday: "monday",
};
const path = "/v1/me/notification-preferences";

test("saves what was chosen", async () => {
  const sent = fakeServer({
    [`GET ${path}`]: { body: preferences },
    [`PUT ${path}`]: ({ body }) => ({ body }),
  });
  const { user } = renderPage(<NotificationSettingsPage />);
  await user.click(await screen.findByRole("checkbox", { name: "Mentions: Mail" }));
  await user.click(screen.getByRole("switch", { name: /^Quiet hours/ }));
  await user.click(screen.getByRole("button", { name: "Save" }));
  expect(await screen.findByText("Saved.")).toBeVisible();
  const body = sent.find(({ method }) => method === "PUT")?.body as NotificationPreferences;
  expect(body.mention?.email).toBe(true);
  expect(body.quietHours).toMatchObject({ from: "22:00", to: "07:00" });
});

test("says what is wrong", async () => {
  const wrong = { field: "timeZone", rule: "timeZone", message: "This is no time zone." };
  fakeServer({
    [`GET ${path}`]: { body: preferences },
    [`PUT ${path}`]: { status: 422, body: { title: "x", status: 422, errors: [wrong] } },
  });
  const { user } = renderPage(<NotificationSettingsPage />);
  await user.click(await screen.findByRole("button", { name: "Save" }));
  await waitFor(() => expect(screen.getByRole("alert")).toBeVisible());
});
