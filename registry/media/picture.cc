#include "registry/media/picture.h"

#include <fmt/format.h>

#include <stdexcept>
#include <vips/vips8>

#include "platform/try.h"
#include "registry/media/bare_picture.h"

namespace doggy::media {
namespace {

using vips::VImage;

constexpr int kQuality = 82;

// Once for the program. What is not fuzzed by its makers decodes nothing, nothing is remembered of a file by its name,
// and one picture takes one core.
void ensure_vips() {
  static const bool ready = [] {
    if (VIPS_INIT("doggy-registry") != 0) return false;
    vips_block_untrusted_set(1);
    vips_cache_set_max(0);
    vips_concurrency_set(1);
    return true;
  }();
  if (!ready) throw std::runtime_error("libvips cannot be initialized.");
}

// The one loader that may open a file of that type.
std::string_view loader_of(MediaType type) {
  switch (type) {
    case MediaType::kJpeg:
      return "VipsForeignLoadJpeg";
    case MediaType::kPng:
      return "VipsForeignLoadPng";
    case MediaType::kWebp:
      return "VipsForeignLoadWebp";
    case MediaType::kGif:
      return "VipsForeignLoadNsgif";
    case MediaType::kHeic:
      return "VipsForeignLoadHeif";
    case MediaType::kMp4:
    case MediaType::kQuickTime:
    case MediaType::kWebm:
      break;
  }
  throw std::logic_error("a video is no picture");
}

std::unexpected<Error> damaged() {
  return fail_field("file", "damaged", "The picture is damaged, or not all there: it cannot be shown.");
}

// The pixels alone. A copy of the image would have whatever its loader found beside them: EXIF, XMP, IPTC, a color
// profile, comments.
VImage only_pixels(const VImage& image) {
  std::size_t size = 0;
  void* pixels = image.cast(VIPS_FORMAT_UCHAR).write_to_memory(&size);
  return VImage::new_from_memory_steal(pixels, size, image.width(), image.height(), image.bands(), VIPS_FORMAT_UCHAR)
      .copy(VImage::option()->set("interpretation", VIPS_INTERPRETATION_sRGB));
}

// What an encoder adds by itself goes as well: libvips 8.14 gives every WebP an EXIF block, also when told not to.
Result<std::string> encoded(const VImage& image) {
  VipsBlob* blob = image.has_alpha()
                       ? image.webpsave_buffer(VImage::option()->set("Q", kQuality)->set("strip", true))
                       : image.jpegsave_buffer(
                             VImage::option()->set("Q", kQuality)->set("strip", true)->set("optimize_coding", true));
  std::size_t size = 0;
  const void* data = vips_blob_get(blob, &size);
  auto bare = bare_picture({static_cast<const char*>(data), size});
  vips_area_unref(VIPS_AREA(blob));
  if (!bare) return fail_field("file", "metadata", "What the picture says of its place could not be removed.");
  return std::move(*bare);
}

VImage at_most(const VImage& image, int edge) {
  return only_pixels(image.thumbnail_image(edge, VImage::option()->set("height", edge)->set("size", VIPS_SIZE_DOWN)));
}

Result<Picture> render(const std::string& file) {
  // Upright, and in sRGB by the profile that the file has.
  const VImage full = only_pixels(VImage::thumbnail(file.c_str(), kFullEdge,
                                                    VImage::option()
                                                        ->set("height", kFullEdge)
                                                        ->set("size", VIPS_SIZE_DOWN)
                                                        ->set("export_profile", "srgb")
                                                        ->set("fail_on", VIPS_FAIL_ON_ERROR))
                                      .colourspace(VIPS_INTERPRETATION_sRGB));
  Picture picture{.media_type = full.has_alpha() ? "image/webp" : "image/jpeg",
                  .width = static_cast<std::uint32_t>(full.width()),
                  .height = static_cast<std::uint32_t>(full.height())};
  TRY(picture.full, encoded(full));
  TRY(picture.medium, encoded(at_most(full, kMediumEdge)));
  TRY(picture.thumb, encoded(at_most(full, kThumbEdge)));
  return picture;
}

}  // namespace

Result<Picture> render_picture(const std::filesystem::path& path, MediaType type) {
  ensure_vips();
  const std::string file = path.string();
  const char* loader = vips_foreign_find_load(file.c_str());
  if (loader == nullptr || !std::string_view(loader).starts_with(loader_of(type))) {
    vips_error_clear();
    if (type == MediaType::kHeic && vips_type_find("VipsOperation", "heifload") == 0)
      return fail(Code::kUnsupportedMediaType, "HEIC pictures cannot be read here: send a JPEG.");
    return damaged();
  }
  try {
    // Only the header is read here.
    const VImage header = VImage::new_from_file(file.c_str(), VImage::option()->set("access", VIPS_ACCESS_SEQUENTIAL));
    const std::uint64_t pixels =
        static_cast<std::uint64_t>(header.width()) * static_cast<std::uint64_t>(header.height());
    if (pixels > kMostPixels)
      return fail(Code::kTooLarge, fmt::format("The picture has {} by {} pixels; it may have {} million in all.",
                                               header.width(), header.height(), kMostPixels / 1'000'000));
    return render(file);
  } catch (const vips::VError&) {
    vips_error_clear();
    return damaged();
  }
}

}  // namespace doggy::media
