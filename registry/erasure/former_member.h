// What is left of somebody who has erased their account in what others keep: their records and what they did stay,
// under an id that leads to nobody any more, by "Former member".
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace doggy::erasure {

inline constexpr std::string_view kFormerMember = "Former member";

struct Erased {
  std::string account_id;
  std::string email;
};

/// The JSON text without the person's name wherever their id stands beside it, and without their email; nothing when it
/// has neither, or is no JSON.
[[nodiscard]] std::optional<std::string> without_name(std::string_view json, const Erased& who);

}  // namespace doggy::erasure
