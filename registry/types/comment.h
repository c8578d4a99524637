// A comment: a reply to another record of the same dog.
#pragma once

#include <boost/describe/class.hpp>
#include <string>

#include "platform/id/uuid.h"
#include "platform/json/schema.h"
#include "registry/types/record_type.h"

namespace doggy::types {

struct Comment {
  Uuid about;
  std::string text;
};
BOOST_DESCRIBE_STRUCT(Comment, (), (about, text))

/// It stands in the section of the record it is about, and nobody sees it who could not see that record.
[[nodiscard]] RecordType comment_type();

}  // namespace doggy::types

template <>
struct doggy::codec::Schema<doggy::types::Comment> {
  static constexpr std::string_view kName = "comment";
  static constexpr std::string_view kDoc =
      "A reply to a record. Its section is that record's; its audience is at most that record's.";
  static constexpr std::array kFields{
      Field{.member = "about", .doc = "The record that it replies to.", .references = types::kAnyType},
      Field{.member = "text", .doc = "Markdown.", .min_length = 1, .max_length = 5000},
  };
};
