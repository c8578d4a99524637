// An acknowledgment: that its author has read an alert.
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <string>

#include "platform/id/uuid.h"
#include "platform/json/schema.h"
#include "registry/types/record_type.h"

namespace doggy::types {

struct Acknowledgment {
  Uuid alert_id;
  std::optional<std::string> comment;
};
BOOST_DESCRIBE_STRUCT(Acknowledgment, (), (alert_id, comment))

/// Whoever reads the alert may acknowledge it.
[[nodiscard]] RecordType acknowledgment_type();

}  // namespace doggy::types

namespace doggy::codec {

template <>
struct Schema<types::Acknowledgment> {
  static constexpr std::string_view kName = "acknowledgment";
  static constexpr std::string_view kDoc = "That its author has read an alert.";
  static constexpr std::array kFields{
      Field{.member = "alert_id", .doc = "The alert.", .references = "alert"},
      Field{.member = "comment", .doc = "A word to it.", .max_length = 500},
  };
};

}  // namespace doggy::codec
