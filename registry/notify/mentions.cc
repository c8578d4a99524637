#include "registry/notify/mentions.h"

#include "platform/id/uuid.h"

namespace doggy::notify {
namespace {

constexpr std::string_view kBegin = "@[";
constexpr std::size_t kMostMentions = 20;
constexpr std::size_t kLongestName = 200;
constexpr std::size_t kIdLength = 36;

}  // namespace

std::set<std::string> mentioned_in(std::string_view text) {
  std::set<std::string> accounts;
  for (std::size_t at = text.find(kBegin); at != std::string_view::npos; at = text.find(kBegin, at)) {
    at += kBegin.size();
    const std::size_t close = text.find("](", at);
    if (close == std::string_view::npos) break;
    if (close - at > kLongestName || text.substr(at, close - at).find('\n') != std::string_view::npos) continue;
    const std::string_view id = text.substr(close + 2, kIdLength);
    const auto account = Uuid::parse(id);
    const std::size_t end = close + 2 + kIdLength;
    if (!account || end >= text.size() || text[end] != ')') continue;
    accounts.insert(account->text());
    if (accounts.size() == kMostMentions) break;
    at = end;
  }
  return accounts;
}

}  // namespace doggy::notify
