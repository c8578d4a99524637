#include <array>
#include <string_view>
#include <vector>

#include "platform/try.h"
#include "registry/media/damaged.h"
#include "registry/media/video.h"

namespace doggy::media {
namespace {

using Type = std::uint64_t;

constexpr Type type_of(std::string_view name) {
  Type type = 0;
  for (char letter : name) type = type << 8U | static_cast<unsigned char>(letter);
  return type;
}

constexpr int kDeepest = 8;                        // moov/trak/mdia/minf/stbl is five.
constexpr std::size_t kMostBoxes = 200'000;        // A film in fragments of a second has a few for each.
constexpr std::uint64_t kMostEntries = 1U << 24U;  // Of a sample table.

struct Box {
  std::uint64_t at = 0;
  std::uint64_t size = 0;
  std::uint64_t head = 8;
  Type type = 0;

  [[nodiscard]] std::uint64_t body() const { return at + head; }
  [[nodiscard]] std::uint64_t end() const { return at + size; }
  [[nodiscard]] std::uint64_t body_size() const { return size - head; }
};

class Mp4 {
 public:
  explicit Mp4(Bytes& bytes) : bytes_(bytes) {}

  Result<VideoFacts> clean() {
    // Before anything is blanked, so that a file that is refused is refused again.
    CHECK_OK(look_for_fragments());
    CHECK_OK(walk({.at = 0, .size = bytes_.size(), .head = 0}, 0));
    if (!has_movie_) return damaged("The video has no movie box: its end is missing.");
    if (!has_picture_) return damaged("There is no video in this file.");
    return facts_;
  }

 private:
  // The box at `at`, which must end within `end`.
  Result<Box> box_at(std::uint64_t at, std::uint64_t end) {
    Box box{.at = at};
    if (end - at < 8 || !read_number<4>(bytes_, at, box.size) || !read_number<4>(bytes_, at + 4, box.type))
      return damaged("A box of the video is cut off.");
    if (box.size == 1) {
      box.head = 16;
      if (!read_number<8>(bytes_, at + 8, box.size)) return damaged("A box of the video is cut off.");
    } else if (box.size == 0) {
      box.size = end - at;  // Up to the end.
    }
    if (box.size < box.head || box.size > end - at) return damaged("A box of the video does not fit into its place.");
    if (++boxes_ > kMostBoxes) return damaged("The video has too many boxes.");
    return box;
  }

  Result<void> look_for_fragments() {
    for (std::uint64_t at = 0; at < bytes_.size() && !has_fragments_;) {
      TRY(auto box, box_at(at, bytes_.size()));
      has_fragments_ = box.type == type_of("moof");
      at = box.end();
    }
    boxes_ = 0;
    return {};
  }

  Result<void> walk(const Box& parent, int depth) {
    if (depth > kDeepest) return damaged("The video's boxes are too deep.");
    std::uint64_t at = parent.body();
    while (at < parent.end()) {
      // QuickTime ends some lists with four zeros.
      if (depth > 0 && parent.end() - at < 8) break;
      TRY(auto box, box_at(at, parent.end()));
      if (auto done = visit(box, parent.type, depth); !done) return done;
      at = box.end();
    }
    return {};
  }

  Result<void> visit(const Box& box, Type parent, int depth) {
    switch (box.type) {
      case type_of("udta"):
      case type_of("meta"):
      case type_of("uuid"):
        return erase(box);
      case type_of("moov"):
        has_movie_ = true;
        return walk(box, depth + 1);
      case type_of("trak"):
        return visit_track(box, depth);
      case type_of("mvhd"):
        return read_duration(box);
      case type_of("tkhd"):
        return read_picture_size(box);
      case type_of("hdlr"):
        // QuickTime has a second one in minf, which tells how the samples are reached and not what they are.
        if (parent != type_of("mdia")) return {};
        if (box.body_size() < 12 || !read_number<4>(bytes_, box.body() + 8, track_.handler))
          return damaged("A track of the video does not say what it is.");
        return {};
      case type_of("stsz"):
        track_.sizes = box;
        return {};
      case type_of("stsc"):
        track_.chunks = box;
        return {};
      case type_of("stco"):
      case type_of("co64"):
        track_.offsets = box;
        return {};
      case type_of("mdia"):
      case type_of("minf"):
      case type_of("stbl"):
      case type_of("edts"):
      case type_of("mvex"):
      case type_of("moof"):
      case type_of("traf"):
        return walk(box, depth + 1);
      default:
        return {};
    }
  }

  // Its place stays taken, so that no other box moves.
  Result<void> erase(const Box& box) {
    if (!bytes_.write(box.at + 4, "free") || !bytes_.blank(box.body(), box.body_size()))
      return damaged("A box of the video does not fit into its place.");
    return {};
  }

  Result<void> visit_track(const Box& box, int depth) {
    track_ = {};
    if (auto done = walk(box, depth + 1); !done) return done;
    static constexpr std::array kKept{type_of("vide"), type_of("soun"), type_of("text"), type_of("sbtl"),
                                      type_of("subt"), type_of("clcp"), type_of("tmcd")};
    if (track_.handler == type_of("vide")) {
      has_picture_ = true;
      if (!facts_.width && track_.width > 0 && track_.height > 0) {
        facts_.width = track_.width;
        facts_.height = track_.height;
      }
    }
    for (const Type kept : kKept)
      if (track_.handler == kept) return {};
    if (auto done = blank_samples(); !done) return done;
    return erase(box);
  }

  Result<void> read_duration(const Box& box) {
    std::uint64_t version = 0;
    std::uint64_t scale = 0;
    std::uint64_t duration = 0;
    bool read = box.body_size() >= 20 && read_number<1>(bytes_, box.body(), version);
    if (read && version == 1)
      read = box.body_size() >= 32 && read_number<4>(bytes_, box.body() + 20, scale) &&
             read_number<8>(bytes_, box.body() + 24, duration);
    else if (read)
      read = read_number<4>(bytes_, box.body() + 12, scale) && read_number<4>(bytes_, box.body() + 16, duration);
    if (!read) return damaged("The video's movie header is cut off.");
    if (scale > 0 && duration > 0) facts_.duration_seconds = static_cast<double>(duration) / static_cast<double>(scale);
    return {};
  }

  Result<void> read_picture_size(const Box& box) {
    std::uint64_t version = 0;
    if (!read_number<1>(bytes_, box.body(), version)) return damaged("A track's header is cut off.");
    const std::uint64_t more = version == 1 ? 12 : 0;  // Times and duration of 64 bits.
    std::uint64_t scale_x = 0;
    std::uint64_t width = 0;
    std::uint64_t height = 0;
    if (box.body_size() < 84 + more || !read_number<4>(bytes_, box.body() + 40 + more, scale_x) ||
        !read_number<4>(bytes_, box.body() + 76 + more, width) ||
        !read_number<4>(bytes_, box.body() + 80 + more, height))
      return damaged("A track's header is cut off.");
    // Fixed point numbers of 16.16 bits; a matrix that takes nothing of x for x lays the picture on its side.
    track_.width = static_cast<std::uint32_t>(width >> 16U);
    track_.height = static_cast<std::uint32_t>(height >> 16U);
    if (scale_x == 0) std::swap(track_.width, track_.height);
    return {};
  }

  // Where the samples of the present track lie is said by three tables: sizes, samples in each chunk, chunks' places.
  // What fragments (moof) and compact tables (stz2) say is not read: whatever they name would stay.
  Result<void> blank_samples() {
    const bool nothing = !track_.offsets && !track_.chunks && !track_.sizes;
    const bool readable = track_.offsets && track_.chunks && track_.sizes;
    if (has_fragments_ || (!nothing && !readable))
      return fail_field("file", "metadataTrack",
                        "The video has a track that may tell where it was taken and cannot be taken out: save it "
                        "anew without that track, or not in fragments.");
    if (nothing) return {};
    const Box& offsets = *track_.offsets;
    const Box& chunks = *track_.chunks;
    const Box& sizes = *track_.sizes;
    std::uint64_t same_size = 0;
    std::uint64_t samples = 0;
    std::uint64_t runs = 0;
    std::uint64_t places = 0;
    const std::uint64_t width = offsets.type == type_of("co64") ? 8 : 4;
    if (!read_number<4>(bytes_, sizes.body() + 4, same_size) || !read_number<4>(bytes_, sizes.body() + 8, samples) ||
        !read_number<4>(bytes_, chunks.body() + 4, runs) || !read_number<4>(bytes_, offsets.body() + 4, places))
      return damaged("A track's sample table is cut off.");
    if (samples > kMostEntries || runs > kMostEntries || places > kMostEntries || places * width > offsets.size ||
        runs * 12 > chunks.size || (same_size == 0 && samples * 4 > sizes.size))
      return damaged("A track's sample table does not fit.");
    std::uint64_t sample = 0;
    std::uint64_t run = 0;
    for (std::uint64_t chunk = 1; chunk <= places; ++chunk) {
      std::uint64_t next_run = 0;
      while (run + 1 < runs && read_number<4>(bytes_, chunks.body() + 8 + (run + 1) * 12, next_run) &&
             next_run <= chunk)
        ++run;
      std::uint64_t in_chunk = 0;
      std::uint64_t at = 0;
      const std::uint64_t place = offsets.body() + 8 + (chunk - 1) * width;
      if (runs == 0 || !read_number<4>(bytes_, chunks.body() + 8 + run * 12 + 4, in_chunk) ||
          !(width == 8 ? read_number<8>(bytes_, place, at) : read_number<4>(bytes_, place, at)))
        return damaged("A track's sample table is cut off.");
      for (; in_chunk > 0 && sample < samples; --in_chunk, ++sample) {
        std::uint64_t size = same_size;
        if (same_size == 0 && !read_number<4>(bytes_, sizes.body() + 12 + sample * 4, size))
          return damaged("A track's sample table is cut off.");
        blanked_ += size;
        // Tables that name a place over and over would take forever.
        if (blanked_ > bytes_.size() || !bytes_.blank(at, size))
          return damaged("A track's samples are not in the file.");
        at += size;
      }
    }
    return {};
  }

  struct Track {
    Type handler = 0;
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    std::optional<Box> sizes;
    std::optional<Box> chunks;
    std::optional<Box> offsets;
  };

  Bytes& bytes_;
  VideoFacts facts_;
  Track track_;
  bool has_movie_ = false;
  bool has_picture_ = false;
  bool has_fragments_ = false;
  std::size_t boxes_ = 0;
  std::uint64_t blanked_ = 0;
};

}  // namespace

Result<VideoFacts> clean_mp4(Bytes& bytes) {
  return Mp4(bytes).clean();
}

}  // namespace doggy::media
