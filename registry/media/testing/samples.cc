#include "registry/media/testing/samples.h"

#include <zlib.h>

#include <stdexcept>
#include <vips/vips8>

// The encoder of HEIC keeps some tables until the program ends; the name is the leak sanitizer's.
extern "C" const char*
__lsan_default_suppressions() {  // NOLINT(bugprone-reserved-identifier,readability-identifier-naming)
  return "leak:libx265\n";
}

namespace doggy::testing {
namespace {

using vips::VImage;

void ensure_vips() {
  static const bool ready = VIPS_INIT("test") == 0;
  if (!ready) throw std::runtime_error("libvips cannot be initialized");
}

// Something to be seen: a gradient, which no encoder makes to nothing.
VImage picture(int width, int height) {
  ensure_vips();
  const VImage xy = VImage::xyz(width, height);
  const VImage red = xy.extract_band(0) * (255.0 / width);
  const VImage green = xy.extract_band(1) * (255.0 / height);
  return red.bandjoin(green)
      .bandjoin(128.0)
      .cast(VIPS_FORMAT_UCHAR)
      .copy(VImage::option()->set("interpretation", VIPS_INTERPRETATION_sRGB));
}

std::string text_of(VipsBlob* blob) {
  std::size_t size = 0;
  const void* data = vips_blob_get(blob, &size);
  std::string text(static_cast<const char*>(data), size);
  vips_area_unref(VIPS_AREA(blob));
  return text;
}

// Little-endian, as most cameras write.
std::string little(std::uint64_t value, int bytes) {
  std::string text = number(value, bytes);
  return {text.rbegin(), text.rend()};
}

std::string entry(unsigned tag, unsigned type, unsigned count, std::string value) {
  value.resize(4, '\0');
  return little(tag, 2) + little(type, 2) + little(count, 4) + value;
}

std::string exif() {
  std::string tiff = "II*" + std::string(1, '\0') + little(8, 4);
  tiff += little(2, 2) + entry(0x0112, 3, 1, little(6, 2)) + entry(0x8825, 4, 1, little(38, 4)) + little(0, 4);
  tiff += little(2, 2) + entry(1, 2, 2, "N") + entry(2, 5, 3, little(68, 4)) + little(0, 4);
  for (const unsigned part : {52U, 30U, 58U}) tiff += little(part, 4) + little(1, 4);
  return std::string("Exif\0\0", 6) + tiff;
}

std::string segment(const std::string& content) {
  return "\xFF\xE1" + number(content.size() + 2, 2) + content;
}

// EXIF as a library of vips knows it, with a text of ours beside the place.
std::string exif_with_text() {
  const std::string text(kPlace);
  std::string tiff = "II*" + std::string(1, '\0') + little(8, 4);
  tiff += little(2, 2) + entry(0x010E, 2, static_cast<unsigned>(text.size() + 1), little(38, 4)) +
          entry(0x8825, 4, 1, little(58, 4)) + little(0, 4);
  tiff += text + std::string(20 - text.size(), '\0');
  tiff += little(2, 2) + entry(1, 2, 2, "N") + entry(2, 5, 3, little(88, 4)) + little(0, 4);
  for (const unsigned part : {52U, 30U, 58U}) tiff += little(part, 4) + little(1, 4);
  return std::string("Exif\0\0", 6) + tiff;
}

void set_blob(VImage& image, const char* name, const std::string& bytes) {
  vips_image_set_blob_copy(image.get_image(), name, bytes.data(), bytes.size());
}

// A dataset of IPTC's IIM: the city.
std::string iptc() {
  return "\x1C\x02\x5A" + number(kPlace.size(), 2) + std::string(kPlace);
}

std::string segment_of(char marker, const std::string& content) {
  return std::string("\xFF") + marker + number(content.size() + 2, 2) + content;
}

// What vips does not write into the format by itself.
std::string with_blocks(PictureFormat format, std::string bytes) {
  const std::string place(kPlace);
  switch (format) {
    case PictureFormat::kJpeg:
      return bytes.insert(2, segment_of('\xFE', place) + segment_of('\xEB', "maker notes " + place));
    case PictureFormat::kGif: {
      const std::string block = number(place.size(), 1) + place + '\0';
      const std::string blocks = "\x21\xFE" + block + "\x21\xFF\x0BXMP DataXMP" + block;
      return bytes.insert(bytes.size() - 1, blocks);
    }
    case PictureFormat::kWebp:
      bytes += "PLCE" + little(place.size(), 4) + place;
      if (place.size() % 2 == 1) bytes += '\0';
      return bytes.replace(4, 4, little(bytes.size() - 8, 4));
    case PictureFormat::kPng:
    case PictureFormat::kHeic:
      break;
  }
  return bytes;
}

std::string saved(PictureFormat format, const VImage& image) {
  switch (format) {
    case PictureFormat::kJpeg:
      return text_of(image.jpegsave_buffer());
    case PictureFormat::kPng:
      return text_of(image.pngsave_buffer());
    case PictureFormat::kWebp:
      return text_of(image.webpsave_buffer());
    case PictureFormat::kGif:
      return text_of(image.gifsave_buffer());
    case PictureFormat::kHeic:
      return text_of(image.heifsave_buffer(VImage::option()->set("compression", VIPS_FOREIGN_HEIF_COMPRESSION_HEVC)));
  }
  throw std::logic_error("no such format");
}

std::string element(std::uint64_t id, int id_bytes, const std::string& content) {
  return number(id, id_bytes) + number(content.size() | (std::uint64_t{1} << 56U), 8) + content;
}

}  // namespace

std::string number(std::uint64_t value, int bytes) {
  std::string text;
  for (int i = bytes; i-- > 0;)
    text += i >= 8 ? '\0' : static_cast<char>(value >> (8 * static_cast<unsigned>(i)) & 0xFFU);
  return text;
}

std::string jpeg_with_place(int width, int height) {
  std::string jpeg = text_of(picture(width, height).jpegsave_buffer(VImage::option()->set("strip", true)));
  const std::string xmp =
      std::string("http://ns.adobe.com/xap/1.0/\0", 29) + "<x exif:GPSLatitude=\"" + std::string(kPlace) + "\"/>";
  return jpeg.insert(2, segment(exif()) + segment(xmp));
}

std::string png(int width, int height, bool alpha) {
  VImage image = picture(width, height);
  if (alpha) image = image.bandjoin(picture(width, height).extract_band(0));
  return text_of(image.pngsave_buffer());
}

std::string webp(int width, int height) {
  return text_of(picture(width, height).webpsave_buffer());
}

std::string gif(int width, int height) {
  return text_of(picture(width, height).gifsave_buffer());
}

std::string picture_with_metadata(PictureFormat format, bool alpha) {
  constexpr int kWidth = 64;
  constexpr int kHeight = 48;
  VImage image = picture(kWidth, kHeight);
  if (alpha) image = image.bandjoin((VImage::xyz(kWidth, kHeight).extract_band(0) < kWidth / 2) & 255);
  image = image.cast(VIPS_FORMAT_UCHAR).copy(VImage::option()->set("interpretation", VIPS_INTERPRETATION_sRGB));
  // Of another color space, whose profile has to be used up.
  image = image.icc_transform("p3", VImage::option()->set("input_profile", "srgb")).copy_memory();
  set_blob(image, VIPS_META_EXIF_NAME, exif_with_text());
  set_blob(image, VIPS_META_XMP_NAME, "<x exif:GPSLatitude=\"" + std::string(kPlace) + "\"/>");
  set_blob(image, VIPS_META_IPTC_NAME, iptc());
  set_blob(image, "photoshop-data", "8BIM" + std::string(kPlace));
  image.set("png-comment-0-Place", std::string(kPlace).c_str());
  return with_blocks(format, saved(format, image));
}

std::string png_bomb(std::uint32_t width, std::uint32_t height) {
  std::string bytes = png(8, 8);
  bytes.replace(16, 8, number(width, 4) + number(height, 4));
  // Of the header's type and content (ISO/IEC 15948, 5.3).
  const auto sum = crc32(0, reinterpret_cast<const Bytef*>(bytes.data() + 12), 17);
  return bytes.replace(29, 4, number(sum, 4));
}

std::string box(std::string_view type, std::string_view content) {
  return number(content.size() + 8, 4).append(type).append(content);
}

std::string mp4_with_place(std::string_view brand) {
  const std::string place(kPlace);
  const std::string frames = "frames";
  const std::string ftyp = box("ftyp", std::string(brand) + number(0, 4) + "isom");
  const std::string mvhd = box("mvhd", number(0, 12) + number(1000, 4) + number(2500, 4) + std::string(80, '\0'));
  // A matrix that takes y for x: the picture lies on its side.
  const std::string tkhd = box("tkhd", number(0, 40) + number(0, 4) + number(0x10000, 4) + number(0, 28) +
                                           number(1920U << 16U, 4) + number(1080U << 16U, 4));
  const bool quicktime = brand == "qt  ";
  const auto hdlr = [&](std::string_view kind) {
    return box("hdlr", number(0, 4) + (quicktime ? "mhlr" : number(0, 4)) + std::string(kind) + number(0, 13));
  };
  // Only QuickTime says in each track how its samples are reached, by a handler of its own.
  const std::string reached = quicktime ? box("hdlr", number(0, 4) + "dhlr" + "url " + number(0, 13)) : "";
  const std::string picture_track =
      box("trak", tkhd + box("mdia", hdlr("vide") + box("minf", reached)) + box("udta", place));
  const auto movie = [&](std::size_t offset) {
    const std::string tables = box("stsz", number(0, 4) + number(0, 4) + number(2, 4) + number(10, 4) + number(8, 4)) +
                               box("stsc", number(0, 4) + number(1, 4) + number(1, 4) + number(2, 4) + number(1, 4)) +
                               box("stco", number(0, 4) + number(1, 4) + number(offset, 4));
    const std::string place_track =
        box("trak", tkhd + box("mdia", hdlr("meta") + box("minf", reached + box("stbl", tables))));
    return box("moov", mvhd + box("udta", box("\xA9xyz", place)) + box("meta", place) + picture_track + place_track);
  };
  const std::string uuid = box("uuid", std::string(16, 'u') + place);
  const std::size_t offset = ftyp.size() + movie(0).size() + uuid.size() + 8 + frames.size();
  return ftyp + movie(offset) + uuid + box("mdat", frames + place + frames);
}

std::string webm_with_place() {
  const std::string head = element(0x1A45DFA3, 4, element(0x4282, 2, "webm"));
  const std::string info = element(
      0x1549A966, 4, element(0x2AD7B1, 3, number(1'000'000, 4)) + element(0x4489, 2, number(0x44BB8000, 4)));  // 1500.0
  const std::string video = element(0xE0, 1, element(0xB0, 1, number(640, 2)) + element(0xBA, 1, number(480, 2)));
  const std::string tracks = element(0x1654AE6B, 4, element(0xAE, 1, video));
  const std::string tags = element(0x1254C367, 4, std::string(kPlace));
  const std::string cluster = element(0x1F43B675, 4, "frames");
  return head + element(0x18538067, 4, info + tracks + tags + cluster);
}

}  // namespace doggy::testing
