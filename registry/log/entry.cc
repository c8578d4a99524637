#include "registry/log/entry.h"

#include <algorithm>

#include "platform/id/secret.h"

namespace doggy::log {
namespace {

constexpr std::string_view kFront = R"(,"erased":")";
constexpr std::string_view kBack = R"("})";
constexpr std::size_t kHashSize = 64;
constexpr std::size_t kSize = kFront.size() + kHashSize + kBack.size();

bool is_hex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

}  // namespace

// No text within an entry can end it so: quotes within texts are escaped.
std::optional<std::string_view> hash_before_erasure(std::string_view body) {
  if (body.size() < kSize) return std::nullopt;
  const std::string_view end = body.substr(body.size() - kSize);
  const std::string_view hash = end.substr(kFront.size(), kHashSize);
  if (!end.starts_with(kFront) || !end.ends_with(kBack) || !std::ranges::all_of(hash, is_hex)) return std::nullopt;
  return hash;
}

std::string entry_hash(std::string_view body) {
  const auto before = hash_before_erasure(body);
  return before ? std::string(*before) : sha256_hex(body);
}

std::string erased_entry(std::string body, const std::string& hash) {
  body.pop_back();
  body += kFront;
  body += hash;
  body += kBack;
  return body;
}

}  // namespace doggy::log
