import { screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { fakeServer } from "@/testing/fakeServer";
import { renderPage } from "@/testing/render";
import { report } from "@/testing/report";
import { SharedPage } from "./SharedPage";

afterEach(() => window.history.replaceState(null, "", "/"));

test("shows the record of the link, whose secret leaves the address", async () => {
  window.history.replaceState(null, "", "/shared#s3cret");
  const author = { name: "Tara", role: "trainer" };
  const record = { type: "note", occurredAt: "2026-11-20T10:00:00Z", author, text: "Calm past two joggers" };
  const media = [{ id: "p-1", caption: "The joggers", mediaType: "image/jpeg" }];
  fakeServer({
    "GET /v1/shared/s3cret": {
      body: { dogName: "Balu", sharedBy: "Olga", expiresAt: "2026-12-01T10:00:00Z", record, media },
    },
  });
  renderPage(<SharedPage />);
  expect(await screen.findByText("Calm past two joggers")).toBeVisible();
  expect(screen.getByRole("heading", { name: "Balu · Note" })).toBeVisible();
  expect(screen.getByText(/^Shared by Olga until/)).toBeVisible();
  expect(screen.getByRole("img", { name: "The joggers" })).toHaveAttribute(
    "src",
    "/v1/shared/s3cret/media/p-1?size=medium",
  );
  expect(window.location.hash).toBe("");
});

test("a link that has ended says so", async () => {
  window.history.replaceState(null, "", "/shared#old");
  fakeServer({});
  renderPage(<SharedPage />);
  expect(await screen.findByRole("heading", { name: "This link shows nothing any more" })).toBeVisible();
});

test("shows the report of the link without any way to more", async () => {
  window.history.replaceState(null, "", "/shared#s3cret");
  fakeServer({
    "GET /v1/shared/s3cret": {
      body: { dogName: "Balu", sharedBy: "Olga", expiresAt: "2026-12-01T10:00:00Z", report },
    },
  });
  renderPage(<SharedPage />);
  expect(await screen.findByText("25 % (n = 4) → 90 % (n = 10)")).toBeVisible();
  expect(screen.getByText(/^Shared by Olga until/)).toBeVisible();
  expect(screen.queryByRole("link")).toBeNull();
});
