// A note: free text about the dog.
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <string>
#include <vector>

#include "platform/id/uuid.h"
#include "platform/json/schema.h"
#include "registry/types/record_type.h"

namespace doggy::types {

struct Note {
  std::string text;
  std::vector<std::string> tags;
  bool pinned = false;
  std::optional<Uuid> amends;
};
BOOST_DESCRIBE_STRUCT(Note, (), (text, tags, pinned, amends))

[[nodiscard]] RecordType note_type();

}  // namespace doggy::types

template <>
struct doggy::codec::Schema<doggy::types::Note> {
  static constexpr std::string_view kName = "note";
  static constexpr std::string_view kDoc = "Free text about the dog.";
  static constexpr std::array kFields{
      Field{.member = "text", .doc = "Markdown.", .min_length = 1, .max_length = 20'000},
      Field{.member = "tags", .doc = "Words to find it by.", .min_length = 1, .max_length = 50, .max_items = 20},
      Field{.member = "pinned", .doc = "Whether it stays on top of the timeline.", .defaulted = true},
      Field{.member = "amends", .doc = "The record that this one corrects or completes."},
  };
};
