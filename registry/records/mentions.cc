#include "registry/records/mentions.h"

#include <optional>

#include "platform/id/uuid.h"

namespace doggy::records {
namespace {

constexpr std::string_view kBegin = "@[";
constexpr std::size_t kMostMentions = 20;
constexpr std::size_t kLongestName = 200;
constexpr std::size_t kIdLength = 36;

struct Mention {
  std::string_view before;
  std::string_view name;
  Uuid account;
  std::string_view rest;
};

std::optional<Mention> first_mention(std::string_view text) {
  for (std::size_t at = text.find(kBegin); at != std::string_view::npos; at = text.find(kBegin, at)) {
    const std::size_t begin = at;
    at += kBegin.size();
    const std::size_t close = text.find("](", at);
    if (close == std::string_view::npos) return std::nullopt;
    const std::string_view name = text.substr(at, close - at);
    if (name.size() > kLongestName || name.contains('\n')) continue;
    const auto account = Uuid::parse(text.substr(close + 2, kIdLength));
    const std::size_t end = close + 2 + kIdLength;
    if (!account || end >= text.size() || text[end] != ')') continue;
    return Mention{.before = text.substr(0, begin), .name = name, .account = *account, .rest = text.substr(end + 1)};
  }
  return std::nullopt;
}

}  // namespace

std::set<std::string> mentioned_in(std::string_view text) {
  std::set<std::string> accounts;
  for (auto mention = first_mention(text); mention && accounts.size() < kMostMentions;
       mention = first_mention(mention->rest))
    accounts.insert(mention->account.text());
  return accounts;
}

std::string without_ids(std::string_view text) {
  std::string plain;
  for (auto mention = first_mention(text); mention; mention = first_mention(text)) {
    plain.append(mention->before).append("@").append(mention->name);
    text = mention->rest;
  }
  return plain.append(text);
}

}  // namespace doggy::records
