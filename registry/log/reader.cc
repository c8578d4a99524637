#include "registry/log/reader.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <string_view>
#include <utility>

#include "platform/async/breather.h"
#include "platform/observe/log.h"
#include "platform/try.h"
#include "registry/log/dog_log.h"

namespace doggy::log {
namespace {

constexpr std::string_view kEntryPrefix = "LOG#";

std::uint64_t seq_of_key(std::string_view sort_key) {
  std::uint64_t seq = 0;
  sort_key.remove_prefix(kEntryPrefix.size());
  std::from_chars(sort_key.data(), sort_key.data() + sort_key.size(), seq);
  return seq;
}

}  // namespace

Reader::Reader(store::Store& store, std::string dog_id, Options options)
    : store_(store),
      dog_id_(std::move(dog_id)),
      until_(options.until),
      page_(options.page, options.first_page),
      seq_(options.after),
      ended_(options.after >= options.until) {}

Task<Result<std::vector<StoredEntry>>> Reader::next() {
  std::vector<StoredEntry> entries;
  if (ended_) co_return entries;
  if (std::exchange(begun_, true)) co_await breathe();
  store::Query query{.pk = partition_of(dog_id_),
                     .from = entry_sort_key(seq_ + 1),
                     .to = until_ == Options{}.until ? std::string("LOG$") : entry_sort_key(until_ + 1),
                     .limit = page_.limit(),
                     .brief = true};
  CO_TRY(std::vector<store::Item> items, co_await store_.query(std::move(query)));
  if (!items.empty() && seq_of_key(items.front().key.sk) != seq_ + 1) {
    const std::uint64_t behind = seq_of_key(items.front().key.sk);
    CO_TRY(const std::optional<std::uint64_t> end, co_await head());
    if (!end || *end <= seq_ + kUnsettled) {
      behind_gap_ = behind;
      ended_ = true;
      co_return entries;
    }
    // The head may have moved on after the query: look at the missing entry once more.
    CO_TRY(const auto late, co_await store_.get({.pk = partition_of(dog_id_), .sk = entry_sort_key(seq_ + 1)}));
    if (late) co_return entries;
    observe::log(observe::Level::kError, "log_gap", {{"dogId", dog_id_}, {"after", seq_}, {"before", behind}});
    seq_ = behind - 1;
  }
  const bool last = items.size() < page_.limit();
  if (!items.empty()) page_.adapt(items);
  for (store::Item& item : items) {
    if (seq_of_key(item.key.sk) != seq_ + 1) co_return entries;
    entries.push_back({.seq = ++seq_, .label = std::move(item.label), .body = std::move(item.body)});
  }
  ended_ = last || seq_ >= until_;
  co_return entries;
}

void Reader::skip_gap() {
  seq_ = *std::exchange(behind_gap_, std::nullopt) - 1;
  ended_ = false;
}

Task<Result<void>> Reader::check_complete() {
  if (seq_ >= until_) co_return Result<void>{};
  CO_TRY(const std::optional<std::uint64_t> end, co_await head());
  if (!end) co_return Result<void>{};
  co_return not_visible_yet();
}

Task<Result<std::optional<std::uint64_t>>> Reader::head() {
  CO_TRY(const std::optional<store::Item> item, co_await store_.get(head_key(dog_id_)));
  if (!item) co_return std::nullopt;
  co_return item->version;
}

Task<Result<bool>> is_settled(store::Store& store, std::string dog_id, std::uint64_t seq) {
  CO_TRY(const std::optional<store::Item> head, co_await store.get(head_key(dog_id)));
  co_return head && head->version > seq + kUnsettled;
}

std::unexpected<Error> not_visible_yet() {
  return std::unexpected(Error{.code = Code::kUnavailable,
                               .detail = "What was written last cannot be read yet.",
                               .retry_after = std::chrono::seconds(1)});
}

Task<Result<std::uint64_t>> visible_end(store::Store& store, std::string dog_id) {
  CO_TRY(const std::optional<store::Item> head, co_await store.get(head_key(dog_id)));
  if (!head) co_return fail(Code::kNotFound, "There is no such dog.");
  const std::uint64_t after = head->version - std::min(head->version, kUnsettled);
  Reader reader(store, std::move(dog_id), {.after = after, .until = head->version});
  while (!reader.ended()) CO_CHECK_OK(co_await reader.next());
  co_return reader.seq();
}

}  // namespace doggy::log
