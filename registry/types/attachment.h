// An attachment: a photo or video of a dog, by itself or belonging to another record. The bytes are registry/media's.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "platform/id/uuid.h"
#include "platform/json/schema.h"
#include "registry/types/record_type.h"

namespace doggy::types {

struct Attachment {
  std::optional<Uuid> record_id;
  std::optional<std::string> caption;
  std::string media_type;
  std::uint64_t size = 0;
  std::optional<std::uint32_t> width;
  std::optional<std::uint32_t> height;
  std::optional<double> duration_seconds;
  std::string sha256;
};
BOOST_DESCRIBE_STRUCT(Attachment, (), (record_id, caption, media_type, size, width, height, duration_seconds, sha256))

/// Made from an upload alone. It stands in the section media and in that of the record it belongs to, for at most that
/// record's audience.
[[nodiscard]] RecordType attachment_type();

}  // namespace doggy::types

template <>
struct doggy::codec::Schema<doggy::types::Attachment> {
  static constexpr std::string_view kName = "attachment";
  static constexpr std::string_view kDoc =
      "A photo or video: of the dog, or of a record, whose readers alone then see it. It is made by an upload.";
  static constexpr std::array kFields{
      Field{.member = "record_id",
            .doc = "The record that it belongs to; it stays there.",
            .references = types::kAnyType},
      Field{.member = "caption", .doc = "What is to be seen, also for those who cannot see it.", .max_length = 500},
      Field{.member = "media_type", .doc = "What the bytes are, such as image/jpeg.", .access = Access::kReadOnly},
      Field{.member = "size", .doc = "Of the bytes.", .access = Access::kReadOnly, .unit = "bytes"},
      Field{.member = "width", .doc = "Of the picture.", .access = Access::kReadOnly, .unit = "px"},
      Field{.member = "height", .doc = "Of the picture.", .access = Access::kReadOnly, .unit = "px"},
      Field{.member = "duration_seconds", .doc = "Of a video.", .access = Access::kReadOnly, .unit = "s"},
      Field{.member = "sha256", .doc = "SHA-256 of the bytes in hex.", .access = Access::kReadOnly},
  };
};
