#include "registry/notify/unsubscribe.h"

#include <fmt/format.h>

#include <array>
#include <boost/mp11/algorithm.hpp>
#include <optional>
#include <utility>

#include "platform/id/secret.h"
#include "platform/json/codec.h"
#include "platform/try.h"
#include "registry/keys.h"
#include "registry/store/compare_and_swap.h"

namespace doggy::notify {
namespace {

store::Key secret_key(const std::string& account_id) {
  return {.pk = keys::kAccount.of(account_id), .sk = "NOTIFY-SECRET"};
}

std::string proof_of(const std::string& secret, std::string_view account_id, std::string_view kind,
                     std::string_view channel) {
  return sha256_hex(fmt::format("unsubscribe {} {} {} {}", secret, account_id, kind, channel)).substr(0, 40);
}

// The enumerator of that JSON name.
template <class E>
std::optional<E> enum_of(std::string_view name) {
  std::optional<E> found;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto descriptor) {
    if (codec::enum_name(descriptor.value) == name) found = descriptor.value;
  });
  return found;
}

std::unexpected<Error> bad_token() {
  return fail(Code::kGone, "This link leads nowhere. Sign in to choose what you are told.");
}

}  // namespace

Task<Result<std::string>> unsubscribe_token(store::Store& store, std::string account_id, NoticeKind kind,
                                            ChannelKind channel) {
  std::string secret;
  const auto decide = [&](const store::Found& found) -> Result<store::Writes> {
    secret = found[0] ? found[0]->body : random_token();
    if (found[0]) return store::Writes{};
    return store::Writes{
        store::Put{{.key = secret_key(account_id), .version = 1, .body = secret}, store::unchanged(found[0])}};
  };
  CO_CHECK_OK(co_await store::compare_and_swap(store, {secret_key(account_id)}, decide,
                                               "The account's secret could not be made."));
  co_return fmt::format("{}.{}.{}.{}", account_id, codec::enum_name(kind), codec::enum_name(channel),
                        proof_of(secret, account_id, codec::enum_name(kind), codec::enum_name(channel)));
}

Task<Result<void>> unsubscribe(store::Store& store, std::string token) {
  std::array<std::string, 4> parts;
  std::string_view rest = token;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const bool last = i + 1 == parts.size();
    const std::size_t end = last ? rest.size() : rest.find('.');
    if (end == std::string_view::npos) co_return bad_token();
    parts[i] = std::string(rest.substr(0, end));
    if (!last) rest.remove_prefix(end + 1);
  }
  const auto account = Uuid::parse(parts[0]);
  const auto kind = enum_of<NoticeKind>(parts[1]);
  const auto channel = enum_of<ChannelKind>(parts[2]);
  if (!account || !kind || !channel) co_return bad_token();
  CO_TRY(auto item, co_await store.get(secret_key(account->text())));
  if (!item || !equal_constant_time(proof_of(item->body, account->text(), parts[1], parts[2]), parts[3]))
    co_return bad_token();
  co_return co_await end_way(store, account->text(), *kind, *channel);
}

std::vector<std::string> unsubscribe_headers(const std::string& public_url, const std::string& token) {
  return {fmt::format("List-Unsubscribe: <{}/v1/unsubscribe/{}>", public_url, token),
          "List-Unsubscribe-Post: List-Unsubscribe=One-Click"};
}

}  // namespace doggy::notify
