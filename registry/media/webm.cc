#include <bit>
#include <string>

#include "platform/try.h"
#include "registry/media/damaged.h"
#include "registry/media/video.h"

namespace doggy::media {
namespace {

// RFC 9559, 5.1.
constexpr std::uint64_t kEbml = 0x1A45DFA3;
constexpr std::uint64_t kDocType = 0x4282;
constexpr std::uint64_t kSegment = 0x18538067;
constexpr std::uint64_t kInfo = 0x1549A966;
constexpr std::uint64_t kTimestampScale = 0x2AD7B1;
constexpr std::uint64_t kDuration = 0x4489;
constexpr std::uint64_t kTitle = 0x7BA9;
constexpr std::uint64_t kTracks = 0x1654AE6B;
constexpr std::uint64_t kTrackEntry = 0xAE;
constexpr std::uint64_t kVideo = 0xE0;
constexpr std::uint64_t kPixelWidth = 0xB0;
constexpr std::uint64_t kPixelHeight = 0xBA;
constexpr std::uint64_t kCluster = 0x1F43B675;
constexpr std::uint64_t kTags = 0x1254C367;
constexpr std::uint64_t kAttachments = 0x1941A469;

constexpr std::size_t kMostElements = 5'000'000;  // A block for each frame of a long film.

struct Element {
  std::uint64_t at = 0;
  std::uint64_t id = 0;
  std::uint64_t body = 0;
  std::uint64_t size = 0;
  bool unknown_size = false;

  [[nodiscard]] std::uint64_t end() const { return body + size; }
};

class Webm {
 public:
  explicit Webm(Bytes& bytes) : bytes_(bytes) {}

  Result<VideoFacts> clean() {
    std::uint64_t at = 0;
    while (at < bytes_.size()) {
      TRY(auto element, element_at(at));
      CHECK_OK(visit(element));
      at = enters(element) ? element.body : element.end();
    }
    if (doc_type_ != "webm") return damaged("The file is no WebM.");
    if (!has_video_) return damaged("There is no video in this file.");
    if (duration_ > 0) facts_.duration_seconds = duration_ * static_cast<double>(scale_) / 1e9;
    return facts_;
  }

 private:
  // Elements whose children are looked at one by one. Ids tell which is whose, so that one loop takes them all, also
  // where a live recording does not say how long its segment and clusters are.
  static bool enters(const Element& element) {
    switch (element.id) {
      case kEbml:
      case kSegment:
      case kInfo:
      case kTracks:
      case kTrackEntry:
      case kVideo:
        return true;
      case kCluster:
        return element.unknown_size;
      default:
        return false;
    }
  }

  // A number of variable length (RFC 8794, 4), with its marker or without.
  bool variable_number(std::uint64_t& at, bool keep_marker, std::size_t longest, std::uint64_t& number,
                       bool& all_ones) {
    std::uint64_t first = 0;
    if (!read_number<1>(bytes_, at, first) || first == 0) return false;
    const auto length = static_cast<std::size_t>(std::countl_zero(static_cast<std::uint8_t>(first))) + 1;
    if (length > longest || !bytes_.holds(at, length)) return false;
    number = keep_marker ? first : first & ((0x80U >> (length - 1)) - 1U);
    for (std::size_t i = 1; i < length; ++i) {
      std::uint64_t byte = 0;
      if (!read_number<1>(bytes_, at + i, byte)) return false;
      number = number << 8U | byte;
    }
    all_ones = number == (std::uint64_t{1} << (7 * length)) - 1;
    at += length;
    return true;
  }

  Result<Element> element_at(std::uint64_t at) {
    Element element{.at = at};
    bool all_ones = false;
    if (!variable_number(at, true, 4, element.id, all_ones) ||
        !variable_number(at, false, 8, element.size, element.unknown_size))
      return damaged("An element of the video is cut off.");
    element.body = at;
    if (element.unknown_size) {
      if (element.id != kSegment && element.id != kCluster) return damaged("An element of the video has no size.");
      element.size = bytes_.size() - at;
    }
    if (!bytes_.holds(element.body, element.size)) return damaged("The video's end is missing.");
    if (++elements_ > kMostElements) return damaged("The video has too many elements.");
    return element;
  }

  Result<void> visit(const Element& element) {
    std::uint64_t number = 0;
    switch (element.id) {
      case kDocType:
        doc_type_.resize(static_cast<std::size_t>(std::min<std::uint64_t>(element.size, 16)));
        if (!bytes_.read(element.body, doc_type_)) return damaged("The file is no WebM.");
        return {};
      case kTags:
      case kAttachments:
      case kTitle:
        return erase(element);
      case kTimestampScale:
        if (unsigned_of(element, number)) scale_ = number;
        return {};
      case kDuration:
        duration_ = float_of(element);
        return {};
      case kVideo:
        has_video_ = true;
        return {};
      case kPixelWidth:
        if (!facts_.width && unsigned_of(element, number)) facts_.width = static_cast<std::uint32_t>(number);
        return {};
      case kPixelHeight:
        if (!facts_.height && unsigned_of(element, number)) facts_.height = static_cast<std::uint32_t>(number);
        return {};
      default:
        return {};
    }
  }

  // A Void element in its place, so that no other moves.
  Result<void> erase(const Element& element) {
    const std::uint64_t total = element.end() - element.at;
    const std::size_t length = total >= 9 ? 8 : 1;
    const std::uint64_t body = total - 1 - length;
    std::string head(1, '\xEC');
    for (std::size_t i = length; i-- > 0;) head += static_cast<char>(body >> (8 * i) & 0xFFU);
    head[1] = static_cast<char>(static_cast<unsigned char>(head[1]) | (0x80U >> (length - 1)));
    if (!bytes_.write(element.at, head) || !bytes_.blank(element.at + head.size(), body))
      return damaged("An element of the video is cut off.");
    return {};
  }

  bool unsigned_of(const Element& element, std::uint64_t& number) {
    if (element.size == 0 || element.size > 4) return false;
    number = 0;
    for (std::uint64_t i = 0; i < element.size; ++i) {
      std::uint64_t byte = 0;
      if (!read_number<1>(bytes_, element.body + i, byte)) return false;
      number = number << 8U | byte;
    }
    return number > 0;
  }

  double float_of(const Element& element) {
    std::uint64_t bits = 0;
    if (element.size == 4 && read_number<4>(bytes_, element.body, bits))
      return static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(bits)));
    if (element.size == 8 && read_number<8>(bytes_, element.body, bits)) return std::bit_cast<double>(bits);
    return 0;
  }

  Bytes& bytes_;
  VideoFacts facts_;
  std::string doc_type_;
  std::uint64_t scale_ = 1'000'000;
  double duration_ = 0;
  bool has_video_ = false;
  std::size_t elements_ = 0;
};

}  // namespace

Result<VideoFacts> clean_webm(Bytes& bytes) {
  return Webm(bytes).clean();
}

}  // namespace doggy::media
