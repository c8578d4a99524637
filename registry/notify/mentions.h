// Mentions in texts: "@[Name](account-id)". The id says who is meant, the name is what the writer saw.
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace doggy::notify {

/// The accounts that a text names, at most 20.
[[nodiscard]] std::set<std::string> mentioned_in(std::string_view text);

}  // namespace doggy::notify
