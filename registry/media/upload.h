// An upload on its way, as it is asked for, stored and shown.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "platform/id/uuid.h"
#include "platform/json/schema.h"
#include "platform/time/timestamp.h"
#include "registry/circle/policy.h"

namespace doggy::media {

struct NewUpload {
  std::uint64_t length = 0;
  std::optional<std::string> media_type;
  std::optional<Uuid> record_id;
  std::optional<std::string> caption;
  std::optional<Timestamp> occurred_at;
  std::optional<circle::Audience> audience;
};
BOOST_DESCRIBE_STRUCT(NewUpload, (), (length, media_type, record_id, caption, occurred_at, audience))

struct Upload {
  Uuid id;
  std::uint64_t length = 0;
  std::uint64_t offset = 0;
  Timestamp expires_at;
  bool finished = false;
  std::string account_id;
  std::uint64_t reserved = 0;  // Bytes of the quotas that it holds.
  boost::json::object record;  // What the attachment's record will be made from.
};
BOOST_DESCRIBE_STRUCT(Upload, (), (id, length, offset, expires_at, finished, account_id, reserved, record))

/// What is kept for a dog, or by an account.
struct Usage {
  std::uint64_t bytes = 0;
  std::uint64_t uploads = 0;  // That are under way.
};
BOOST_DESCRIBE_STRUCT(Usage, (), (bytes, uploads))

/// What may be uploaded, in bytes.
struct MediaLimits {
  std::uint64_t picture_bytes = 25'000'000;
  std::uint64_t video_bytes = 500'000'000;
  std::uint64_t dog_bytes = 5'000'000'000;
  std::uint64_t account_bytes = 10'000'000'000;
  std::uint64_t chunk_bytes = 4UL * 1024 * 1024;
};
BOOST_DESCRIBE_STRUCT(MediaLimits, (), (picture_bytes, video_bytes, dog_bytes, account_bytes, chunk_bytes))

}  // namespace doggy::media

namespace doggy::codec {

template <>
struct Schema<media::NewUpload> {
  static constexpr std::string_view kName = "NewUpload";
  static constexpr std::string_view kDoc = "A file to be uploaded, which becomes an attachment.";
  static constexpr std::array kFields{
      Field{.member = "length", .doc = "Of the file.", .minimum = 1, .maximum = 1e12, .unit = "bytes"},
      Field{.member = "media_type",
            .doc = "What the sender takes it for, such as video/mp4. Only its bytes decide.",
            .max_length = 100},
      Field{.member = "record_id", .doc = "The record that it belongs to; absent: to the dog."},
      Field{.member = "caption", .doc = "What is to be seen.", .max_length = 500},
      Field{.member = "occurred_at", .doc = "When it was taken; now by default."},
      Field{.member = "audience",
            .doc = "The roles it is for, at most those of the record; everybody's by default.",
            .max_items = 4},
  };
};

template <>
struct Schema<media::Upload> {
  static constexpr std::string_view kName = "Upload";
  static constexpr std::string_view kDoc = "A file on its way.";
  static constexpr std::array kFields{
      Field{.member = "id", .doc = "The attachment's id, when it is finished.", .access = Access::kReadOnly},
      Field{.member = "length", .doc = "Of the file.", .access = Access::kReadOnly, .unit = "bytes"},
      Field{.member = "offset", .doc = "What has arrived.", .access = Access::kReadOnly, .unit = "bytes"},
      Field{.member = "expires_at", .doc = "When it is thrown away, unfinished.", .access = Access::kReadOnly},
      Field{.member = "finished", .doc = "Whether the attachment is there.", .access = Access::kReadOnly},
      Field{.member = "account_id", .doc = "Who uploads.", .access = Access::kInternal},
      Field{.member = "reserved", .doc = "Of the quotas.", .access = Access::kInternal},
      Field{.member = "record", .doc = "What the record is made from.", .access = Access::kInternal},
  };
};

template <>
struct Schema<media::Usage> {
  static constexpr std::string_view kName = "MediaUsage";
  static constexpr std::string_view kDoc = "What is kept.";
  static constexpr std::array kFields{
      Field{.member = "bytes", .doc = "Of all files, uploads under way among them.", .access = Access::kReadOnly},
      Field{.member = "uploads", .doc = "Uploads under way.", .access = Access::kReadOnly},
  };
};

template <>
struct Schema<media::MediaLimits> {
  static constexpr std::string_view kName = "MediaLimits";
  static constexpr std::string_view kDoc = "What may be uploaded.";
  static constexpr std::array kFields{
      Field{.member = "picture_bytes", .doc = "Of one picture.", .access = Access::kReadOnly, .unit = "bytes"},
      Field{.member = "video_bytes", .doc = "Of one video.", .access = Access::kReadOnly, .unit = "bytes"},
      Field{.member = "dog_bytes", .doc = "Of all files of a dog.", .access = Access::kReadOnly, .unit = "bytes"},
      Field{.member = "account_bytes",
            .doc = "Of all files somebody sent.",
            .access = Access::kReadOnly,
            .unit = "bytes"},
      Field{.member = "chunk_bytes", .doc = "Of one PATCH.", .access = Access::kReadOnly, .unit = "bytes"},
  };
};

}  // namespace doggy::codec
