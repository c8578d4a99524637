// Mentions in texts: "@[Name](account-id)". The id says who is meant, the name is what the writer saw.
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace doggy::records {

/// The accounts that a text names, at most 20.
[[nodiscard]] std::set<std::string> mentioned_in(std::string_view text);

/// As people read it: each mention is "@Name".
[[nodiscard]] std::string without_ids(std::string_view text);

}  // namespace doggy::records
