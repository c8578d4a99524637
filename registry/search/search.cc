#include "registry/search/search.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <optional>
#include <utility>

#include "platform/id/secret.h"
#include "platform/try.h"
#include "registry/log/dog_log.h"
#include "registry/records/record.h"
#include "registry/search/catch_up.h"
#include "registry/search/check.h"
#include "registry/search/sqlite/indexes.h"
#include "registry/search/sqlite/on_disk.h"
#include "registry/store/cursor.h"
#include "registry/types/catalog.h"

namespace doggy::search {
namespace {

using sqlite::Place;

constexpr std::size_t kDogsAtOnce = 16;

std::string cursor_of(const Place& place) {
  return base64url(fmt::format("{}|{}|{}|{}", place.score, place.occurred_at, place.record_id, place.dog_id));
}

std::optional<Place> parse_cursor(const std::string& text) {
  const auto bytes = from_base64url(text);
  if (!bytes) return std::nullopt;
  std::vector<std::string> parts{""};
  for (const char c : *bytes) {
    if (c == '|')
      parts.emplace_back();
    else
      parts.back() += c;
  }
  if (parts.size() != 4) return std::nullopt;
  Place place{.score = 0, .occurred_at = parts[1], .record_id = parts[2], .dog_id = parts[3]};
  const char* const end = parts[0].data() + parts[0].size();
  const auto [last, error] = std::from_chars(parts[0].data(), end, place.score);
  const bool sound = error == std::errc() && last == end && Timestamp::parse(place.occurred_at) &&
                     Uuid::parse(place.record_id) && Uuid::parse(place.dog_id);
  return sound ? std::optional(std::move(place)) : std::nullopt;
}

}  // namespace

/// As the indexes take it.
struct Search::Question : sqlite::Question {};

/// What one of them has found.
struct Search::Found {
  sqlite::Match match;
  circle::Grant grant;
};

Search::Search(store::Store& store, circle::Circle& circle, records::Records& records,
               boost::asio::thread_pool& workers, std::filesystem::path folder)
    : store_(store),
      circle_(circle),
      records_(records),
      workers_(workers),
      folder_(std::move(folder)),
      indexes_(std::make_shared<sqlite::Indexes>(folder_)) {}

Search::~Search() = default;

Task<Result<std::vector<circle::Membership>>> Search::dogs_of(std::string account_id,
                                                              std::vector<std::string> dog_ids) {
  std::vector<circle::Membership> dogs;
  if (dog_ids.empty()) {
    CO_TRY(auto all, co_await circle_.all_dogs_of(std::move(account_id)));
    for (auto& [dog_id, membership] : all) dogs.push_back(std::move(membership));
    co_return dogs;
  }
  std::ranges::sort(dog_ids);
  const auto [first, last] = std::ranges::unique(dog_ids);
  dog_ids.erase(first, last);
  for (const std::string& dog_id : dog_ids) {
    auto grant = co_await circle_.grant_of(dog_id, account_id);
    if (grant)
      dogs.push_back({.dog_id = dog_id, .grant = std::move(*grant), .version = 0});
    else if (grant.error().code != Code::kNotFound)
      co_return std::unexpected(grant.error());
  }
  co_return dogs;
}

// Of a few dogs, whose indexes are open meanwhile.
Task<Result<std::vector<Search::Found>>> Search::best_of_some(std::vector<circle::Membership> dogs, Question question) {
  using Index = std::shared_ptr<sqlite::DogIndex>;
  std::vector<store::Key> keys;
  keys.reserve(dogs.size());
  for (const circle::Membership& dog : dogs) keys.push_back(log::head_key(dog.dog_id));
  CO_TRY(auto heads, co_await store_.get_many(std::move(keys)));
  std::vector<std::pair<circle::Grant, Index>> open;
  for (std::size_t i = 0; i < dogs.size(); ++i) {
    const auto& head = heads[i];
    if (!head) continue;  // Erased meanwhile.
    const std::string dog_id = dogs[i].dog_id;
    CO_TRY(auto index,
           co_await sqlite::on_disk(workers_, [indexes = indexes_, dog_id] { return indexes->open(dog_id); }));
    CO_CHECK_OK(co_await catch_up(store_, workers_, index, dog_id, head->version));
    open.emplace_back(std::move(dogs[i].grant), std::move(index));
  }
  co_return co_await sqlite::on_disk(workers_, [open = std::move(open), question = std::move(question)] {
    std::vector<Found> found;
    for (const auto& [grant, index] : open)
      for (sqlite::Match& match : index->find(question, grant)) found.push_back({std::move(match), grant});
    return found;
  });
}

Task<Result<std::vector<Search::Found>>> Search::best_of(std::vector<circle::Membership> dogs, Question question) {
  std::vector<Found> best;
  for (std::size_t from = 0; from < dogs.size(); from += kDogsAtOnce) {
    const std::size_t to = std::min(from + kDogsAtOnce, dogs.size());
    std::vector<circle::Membership> some(dogs.begin() + static_cast<std::ptrdiff_t>(from),
                                         dogs.begin() + static_cast<std::ptrdiff_t>(to));
    auto more = co_await best_of_some(std::move(some), question);
    if (!more) co_return more;
    std::ranges::move(*more, std::back_inserter(best));
    std::ranges::sort(best, {}, [](const Found& found) { return found.match.place; });
    if (best.size() > question.limit) best.resize(question.limit);
  }
  co_return best;
}

// The records as they are now, in the same order; an empty text for one that is another by now, or must not be seen.
Task<Result<std::vector<std::string>>> Search::records_of(std::vector<Found> found) {
  std::vector<store::Key> keys;
  keys.reserve(found.size());
  for (const auto& [match, grant] : found)
    keys.push_back(
        {.pk = log::partition_of(match.place.dog_id), .sk = records::record_sort_key(match.place.record_id)});
  CO_TRY(auto items, co_await store_.get_many(std::move(keys)));
  std::vector<std::string> texts(found.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    auto& item = items[i];
    const auto& [match, grant] = found[i];
    const auto label = item ? records::parse_label(item->label) : std::nullopt;
    if (!label || label->deleted || label->seq != match.seq || !circle::may_read(grant, label->facts())) continue;
    const types::RecordType* type = types::find_type(label->type);
    if (type != nullptr && type->follows_reference) {
      auto reachable = co_await records_.get_with_followed(match.place.dog_id, match.place.record_id, grant);
      if (!reachable && reachable.error().code == Code::kNotFound) continue;
      if (!reachable) co_return std::unexpected(reachable.error());
    }
    texts[i] = std::move(item->body);
  }
  co_return texts;
}

Task<Result<Page>> Search::find(std::string account_id, Request request) {
  CO_TRY(auto query, parse_query(request.text));
  Question question{{.query = std::move(query),
                     .filter = std::move(request.filter),
                     .newest_first = request.newest_first,
                     .after = parse_cursor(request.cursor)}};
  if (!request.cursor.empty() && !question.after) co_return store::bad_cursor();
  CO_TRY(auto dogs, co_await dogs_of(std::move(account_id), std::move(request.dog_ids)));

  Page page;
  Place last;
  for (;;) {
    // One more than asked, to know whether there is more.
    question.limit = request.limit + 1 - page.hits.size();
    CO_TRY(auto found, co_await best_of(dogs, question));
    CO_TRY(auto texts, co_await records_of(found));
    for (std::size_t i = 0; i < found.size(); ++i) {
      if (texts[i].empty()) continue;
      if (page.hits.size() == request.limit) {
        page.next = cursor_of(last);
        co_return page;
      }
      sqlite::Match& match = found[i].match;
      page.hits.push_back(
          {.dog_id = match.place.dog_id, .record = std::move(texts[i]), .snippet = std::move(match.snippet)});
      page.seen.insert_or_assign(match.place.dog_id, found[i].grant);
      last = match.place;
    }
    if (found.size() < question.limit) co_return page;
    question.after = found.back().match.place;
  }
}

Task<Result<void>> Search::forget(std::string dog_id) {
  CO_CHECK_OK(co_await sqlite::on_disk(workers_, [indexes = indexes_, dog_id] {
    indexes->remove(dog_id);
    return true;
  }));
  co_return Result<void>{};
}

Task<Result<std::size_t>> Search::forget_gone() {
  auto dogs = co_await offload(workers_, [folder = folder_] { return indexed_dogs(folder); });
  std::size_t gone = 0;
  for (std::size_t begin = 0; begin < dogs.size(); begin += store::kMostKeys) {
    const std::size_t end = std::min(dogs.size(), begin + store::kMostKeys);
    std::vector<store::Key> keys;
    for (std::size_t i = begin; i < end; ++i) keys.push_back(log::head_key(dogs[i]));
    CO_TRY(auto heads, co_await store_.get_many(std::move(keys)));
    for (std::size_t i = begin; i < end; ++i) {
      if (heads[i - begin]) continue;
      CO_CHECK_OK(co_await forget(dogs[i]));
      ++gone;
    }
  }
  co_return gone;
}

}  // namespace doggy::search
