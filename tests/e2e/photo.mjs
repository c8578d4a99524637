// A photo as a phone takes it: large, and with the place where it was taken in EXIF and XMP.

/** What stands in the photo as its place, as text. */
export const place = "+52.5163+013.3777/";

/** The bytes of a JPEG drawn by the browser of `page`, about one a pixel: by default more than 8 MiB. */
export async function photoWithPlace(page, size = [3200, 2400]) {
  // Noise, which no encoder makes small.
  const base64 = await page.evaluate(async ([width, height]) => {
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext("2d");
    const picture = context.createImageData(canvas.width, canvas.height);
    let state = 1;
    for (let at = 0; at < picture.data.length; at += 4) {
      for (let color = 0; color < 3; color++) {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        picture.data[at + color] = state >>> 24;
      }
      picture.data[at + 3] = 255;
    }
    context.putImageData(picture, 0, 0);
    const bytes = new Uint8Array(
      await (await canvas.convertToBlob({ type: "image/jpeg", quality: 0.95 })).arrayBuffer(),
    );
    let binary = "";
    for (let at = 0; at < bytes.length; at += 32_768)
      binary += String.fromCharCode(...bytes.subarray(at, at + 32_768));
    return btoa(binary);
  }, size);
  const jpeg = Buffer.from(base64, "base64");
  return Buffer.concat([jpeg.subarray(0, 2), segment(exif()), segment(xmp()), jpeg.subarray(2)]);
}

function segment(content) {
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([head, content]);
}

const xmp = () => Buffer.from(`http://ns.adobe.com/xap/1.0/\0<x exif:GPSLatitude="${place}"/>`, "latin1");

// A TIFF header, one directory that leads to the GPS directory, and there 52° 30' 58" North.
function exif() {
  const tiff = Buffer.alloc(38 + 30 + 24);
  tiff.write("II*\0", 0, "latin1");
  tiff.writeUInt32LE(8, 4);
  const entry = (at, [tag, type, count, value]) => {
    tiff.writeUInt16LE(tag, at);
    tiff.writeUInt16LE(type, at + 2);
    tiff.writeUInt32LE(count, at + 4);
    tiff.writeUInt32LE(value, at + 8);
  };
  tiff.writeUInt16LE(2, 8);
  entry(10, [0x0112, 3, 1, 6]);
  entry(22, [0x8825, 4, 1, 38]);
  tiff.writeUInt16LE(2, 38);
  entry(40, [1, 2, 2, "N".charCodeAt(0)]);
  entry(52, [2, 5, 3, 68]);
  [52, 30, 58].forEach((part, index) => {
    tiff.writeUInt32LE(part, 68 + 8 * index);
    tiff.writeUInt32LE(1, 72 + 8 * index);
  });
  return Buffer.concat([Buffer.from("Exif\0\0", "latin1"), tiff]);
}
