// A figure as a file: its table as CSV, its picture as PNG.
import { type FigureView, toCsv } from "./figure";

function save(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const anchor = document.createElement("a");
  anchor.href = url;
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** "Balu success rate" → "balu-success-rate.csv". */
export function fileName(words: string, ending: string): string {
  const slug = words
    .toLocaleLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "");
  return `${slug || "chart"}.${ending}`;
}

/** With a byte order mark, by which spreadsheets know that it is UTF-8. */
export function downloadCsv(view: FigureView, words: string): void {
  save(new Blob(["\uFEFF", toCsv(view)], { type: "text/csv;charset=utf-8" }), fileName(words, "csv"));
}

/** The picture twice as large as on the screen. */
export async function downloadPng(drawing: SVGSVGElement, background: string, words: string): Promise<void> {
  const { width, height } = drawing.getBoundingClientRect();
  const scale = 2;
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.style.fontFamily = getComputedStyle(drawing).fontFamily;
  const image = new Image(width * scale, height * scale);
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = width * scale;
  canvas.height = height * scale;
  const context = canvas.getContext("2d");
  if (!context) throw new Error("this browser draws no pictures");
  context.fillStyle = background;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  if (!blob) throw new Error("the picture could not be made");
  save(blob, fileName(words, "png"));
}
