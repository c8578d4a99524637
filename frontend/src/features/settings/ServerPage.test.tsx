import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { fakeServer } from "@/testing/fakeServer";
import { renderPage } from "@/testing/render";
import { ServerPage } from "./ServerPage";

const status = {
  startedAt: "2026-11-29T10:00:00Z",
  store: "sqlite",
  mediaStore: "folder",
  mail: "smtp",
  publicUrl: "https://doggy.example.org",
  storeBytes: 12_300_000,
  freeBytes: 50_000_000_000,
};

test("whoever runs the server sees how it is doing", async () => {
  fakeServer({ "GET /v1/server": { body: { version: "0.1.0", admin: true, status } } });
  renderPage(<ServerPage />);
  expect(await screen.findByText("Doggy App 0.1.0")).toBeVisible();
  expect(screen.getByRole("row", { name: /Database 12.3 MB/ })).toBeVisible();
  expect(screen.queryByRole("alert")).toBeNull();
});

test("what is amiss is said first", async () => {
  const amiss = { ...status, mail: "outbox", publicUrl: "http://127.0.0.1:8080", freeBytes: 1000 };
  fakeServer({ "GET /v1/server": { body: { version: "0.1.0", admin: true, status: amiss } } });
  renderPage(<ServerPage />);
  expect(await screen.findAllByRole("alert")).toHaveLength(3);
  expect(screen.getByText(/nobody gets mail/)).toBeVisible();
});

test("others see the version alone", async () => {
  fakeServer({ "GET /v1/server": { body: { version: "0.1.0", admin: false } } });
  renderPage(<ServerPage />);
  expect(await screen.findByText("Doggy App 0.1.0")).toBeVisible();
  expect(screen.queryByRole("table")).toBeNull();
});
