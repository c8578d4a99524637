import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { attachment, dog, note } from "@/testing/examples";
import { fakeServer } from "@/testing/fakeServer";
import { renderPage } from "@/testing/render";
import { syncRoute } from "@/testing/syncRoute";
import { GalleryPage } from "./GalleryPage";
import { RecordMedia } from "./RecordMedia";

const limits = {
  pictureBytes: 25_000_000,
  videoBytes: 500_000_000,
  dogBytes: 5_000_000_000,
  accountBytes: 10_000_000_000,
  chunkBytes: 4_194_304,
};
const state = { body: { usage: { bytes: 1_000_000, uploads: 0 }, limits } };
const photo = attachment({ id: "p-1", caption: "On the sofa" });
const film = attachment({ id: "p-2", mediaType: "video/mp4", durationSeconds: 12.4 });
const routes = (items: unknown[]) => ({
  "GET /v1/dogs/d-1/records/n-1/attachments": { body: { items } },
  "GET /v1/dogs/d-1/media": { body: { items } },
  "GET /v1/dogs/d-1/media-usage": state,
});

const reader = (media: "none" | "read") => ({
  ...dog,
  you: { ...dog.you, sections: { ...dog.you.sections, media } },
});

test("shows what is attached, says the limits, and opens it large", async () => {
  fakeServer(routes([photo, film]));
  const { user } = renderPage(<RecordMedia record={note()} />, { dog, records: [note()] });
  expect(
    await screen.findByText(/Photos up to 25 MB, videos up to 500 MB\. You have sent 1 MB of 10 GB/),
  ).toBeInTheDocument();
  const list = screen.getByRole("list", { name: "Photos and videos" });
  expect(within(list).getByRole("img", { name: "On the sofa" })).toHaveAttribute(
    "src",
    "/v1/dogs/d-1/media/p-1?size=thumb",
  );
  expect(within(list).getByText("12 s")).toBeInTheDocument();

  await user.click(screen.getByRole("button", { name: "Open On the sofa" }));
  const box = await screen.findByRole("dialog", { name: "1 of 2" });
  expect(within(box).getByRole("img", { name: "On the sofa" })).toHaveAttribute(
    "src",
    "/v1/dogs/d-1/media/p-1?size=medium",
  );
  expect(within(box).getByRole("button", { name: "Previous" })).toBeDisabled();
  await user.keyboard("{ArrowRight}");
  expect(await screen.findByRole("dialog", { name: "2 of 2" })).toBeInTheDocument();
  expect(screen.getByLabelText(/^Video by Tara/, { selector: "video" })).toHaveAttribute(
    "src",
    "/v1/dogs/d-1/media/p-2?size=full",
  );
});

test("who only reads the section sees photos and adds none; who does not read it sees no trace", async () => {
  fakeServer(routes([photo]));
  const reads = renderPage(<RecordMedia record={note()} />, { dog: reader("read"), records: [note()] });
  expect(await screen.findByRole("img", { name: "On the sofa" })).toBeInTheDocument();
  expect(screen.queryByRole("button", { name: "Add photos or videos" })).not.toBeInTheDocument();
  reads.unmount();
  renderPage(<RecordMedia record={note()} />, { dog: reader("none"), records: [note()] });
  expect(screen.queryByText("Photos and videos")).not.toBeInTheDocument();
});

test("nothing is asked about a record that is being deleted", async () => {
  const sent = fakeServer({ ...routes([photo]), "POST /v1/sync": syncRoute() });
  const { replica } = renderPage(<RecordMedia record={note()} />, { dog, records: [note()] });
  expect(await screen.findByRole("img", { name: "On the sofa" })).toBeInTheDocument();
  const asked = () => sent.filter(({ path }) => path.endsWith("/attachments")).length;
  const before = asked();
  await replica.write({ dogId: dog.id, id: note().id, wanted: null, seen: note() });
  await waitFor(() => expect(screen.queryByRole("img", { name: "On the sofa" })).not.toBeInTheDocument());
  expect(asked()).toBe(before);
});

test("a record that somebody else has deleted has nothing attached, and that is no error", async () => {
  const sent = fakeServer({ "GET /v1/dogs/d-1/media-usage": state });
  renderPage(<RecordMedia record={note()} />, { dog, records: [note()] });
  await waitFor(() => expect(sent.some(({ path }) => path.endsWith("/attachments"))).toBe(true));
  expect(await screen.findByText(/You have sent 1 MB of 10 GB/)).toBeInTheDocument();
  expect(screen.queryByRole("alert")).not.toBeInTheDocument();
});

test("the gallery tells when there is nothing, and when it cannot be had", async () => {
  fakeServer(routes([]));
  const empty = renderPage(<GalleryPage />, { dog });
  expect(await screen.findByText("No photos or videos yet")).toBeInTheDocument();
  empty.unmount();
  fakeServer({ "GET /v1/dogs/d-1/media": { status: 503, body: { detail: "Too busy." } } });
  renderPage(<GalleryPage />, { dog });
  expect(await screen.findByText("Too busy.", undefined, { timeout: 8000 })).toBeInTheDocument();
}, 15_000);

test("a photo that cannot be shown says so", async () => {
  fakeServer(routes([photo]));
  renderPage(<GalleryPage />, { dog });
  fireEvent.error(await screen.findByRole("img", { name: "On the sofa" }));
  expect(screen.getByText("Not available")).toBeInTheDocument();
});
