// Names in a blob store are made by the server: anything else is a bug of the caller.
#pragma once

#include <algorithm>
#include <stdexcept>
#include <string>
#include <string_view>

namespace doggy::media {

/// What else lies in a folder or bucket is not ours, and in no list.
[[nodiscard]] inline bool is_blob_name(std::string_view name) {
  return !name.empty() && name.size() <= 200 && name.front() != '.' && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
  });
}

/// Throws std::logic_error for what is no name.
inline void check_blob_name(std::string_view name) {
  if (!is_blob_name(name)) throw std::logic_error("a blob store's names are made by the server: " + std::string(name));
}

/// The same for "group/name".
inline void check_blob_key(std::string_view key) {
  const std::size_t slash = key.find('/');
  check_blob_name(key.substr(0, slash));
  check_blob_name(slash == std::string_view::npos ? std::string_view() : key.substr(slash + 1));
}

}  // namespace doggy::media
