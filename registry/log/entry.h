// The hash that stands for an entry of a dog's log in the entry after it.
//
// An entry whose text had to be changed because somebody's name was erased from it keeps the hash that it had, as its
// last field: {…,"prev":"…","erased":"<hash of the entry as it was written>"}. So the chain holds; what it then proves
// of this entry is its place, not its words.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace doggy::log {

/// The action of the entry that says so.
inline constexpr std::string_view kMemberErased = "member-erased";

/// In hex.
[[nodiscard]] std::string entry_hash(std::string_view body);

/// The hash that the entry had before something was erased from it; nothing when it is as it was written.
[[nodiscard]] std::optional<std::string_view> hash_before_erasure(std::string_view body);

/// `body` as the entry that had that hash.
[[nodiscard]] std::string erased_entry(std::string body, const std::string& hash);

}  // namespace doggy::log
