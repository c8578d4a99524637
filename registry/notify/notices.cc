#include "registry/notify/notices.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

#include "platform/id/secret.h"
#include "platform/json/codec.h"
#include "platform/time/units.h"
#include "platform/try.h"
#include "registry/keys.h"
#include "registry/log/dog_log.h"
#include "registry/records/record.h"
#include "registry/store/compare_and_swap.h"
#include "registry/store/cursor.h"
#include "registry/store/query_all.h"

namespace doggy::notify {
namespace {

constexpr std::string_view kNotice = "NOTICE#";
constexpr std::string_view kAfterNotices = "NOTICE$";  // '$' follows '#'.
constexpr std::string_view kUnread = "UNREAD#";
constexpr std::string_view kAfterUnread = "UNREAD$";
constexpr std::int64_t kKeptSeconds = 90 * kDaySeconds;
constexpr std::int64_t kCountedSeconds = 3 * kDaySeconds;
constexpr std::size_t kPage = 100;
constexpr std::size_t kMostMarked = 1000;
constexpr std::size_t kMostLooks = 20;

std::string partition(const std::string& account_id) {
  return keys::kAccount.of(account_id);
}
store::Key key_of(const std::string& account_id, std::string_view notice_id) {
  return {.pk = partition(account_id), .sk = fmt::format("{}{}", kNotice, notice_id)};
}

store::Item item_of(const std::string& account_id, const Notice& notice, std::uint64_t version) {
  const std::string id = notice.id.text();
  store::Item item{.key = key_of(account_id, id),
                   .version = version,
                   .body = codec::encode_text(notice, codec::Source::kStored),
                   .expires_at = notice.at.unix_ms() / 1000 + kKeptSeconds};
  if (!notice.read_at) item.kind = fmt::format("{}{}", kUnread, id);
  return item;
}

Result<Notice> notice_of(const store::Item& item) {
  return codec::decode_text<Notice>(item.body, codec::Source::kStored);
}

std::size_t count_in(const store::Item& item) {
  std::size_t count = 0;
  std::from_chars(item.body.data(), item.body.data() + item.body.size(), count);
  return count;
}

}  // namespace

Uuid notice_id(const Timestamp& at, NoticeKind kind, const std::string& cause, const std::string& account_id) {
  // A version 7 UUID whose random bits are not random.
  const std::string hash = sha256_hex(fmt::format("{} {} {}", codec::enum_name(kind), cause, account_id));
  const std::string time = fmt::format("{:012x}", at.unix_ms());
  return *Uuid::parse(fmt::format("{}-{}-7{}-8{}-{}", time.substr(0, 8), time.substr(8), hash.substr(0, 3),
                                  hash.substr(3, 3), hash.substr(6, 12)));
}

Notices::Notices(store::Store& store, circle::Circle& circle, circle::Clock clock)
    : store_(store), circle_(circle), clock_(std::move(clock)) {}

Task<Result<bool>> Notices::add(std::string account_id, Notice notice, std::vector<store::Write> more) {
  const store::Key counter{
      .pk = partition(account_id),
      .sk = fmt::format("NOTICES#{}#{}", notice.at.utc_text().substr(0, 10), codec::enum_name(notice.kind))};
  const store::Item item = item_of(account_id, notice, 1);
  const auto decide = [&](const store::Found& found) -> Result<store::Writes> {
    const auto& there = found[0];
    const auto& before = found[1];
    const std::size_t count = before ? count_in(*before) : 0;
    if (there || count >= kMostADay) return store::Writes{};
    store::Writes writes = more;
    writes.emplace_back(store::Put{item, store::Absent{}});
    writes.emplace_back(store::Put{{.key = counter,
                                    .version = store::next_version(before),
                                    .body = fmt::to_string(count + 1),
                                    .expires_at = notice.at.unix_ms() / 1000 + kCountedSeconds},
                                   store::unchanged(before)});
    return writes;
  };
  co_return co_await store::compare_and_swap(store_, {item.key, counter}, decide,
                                             "Too many notices to one account at once.");
}

Task<Result<Notice>> Notices::get(std::string account_id, std::string notice_id) {
  CO_TRY(auto item, co_await store_.get(key_of(account_id, notice_id)));
  if (!item) co_return fail(Code::kNotFound, "There is no such notification.");
  co_return notice_of(*item);
}

Task<Result<std::vector<bool>>> Notices::visible(std::string account_id, std::vector<Notice> notices) {
  std::map<std::string, std::optional<circle::Grant>> grants;
  std::vector<bool> visible(notices.size(), true);
  std::vector<store::Key> keys;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < notices.size(); ++i) {
    if (notices[i].invitation) {
      auto offer = co_await circle_.preview(*notices[i].invitation);
      if (!offer && offer.error().code == Code::kUnavailable) co_return std::unexpected(offer.error());
      visible[i] = offer.has_value();
    }
    if (!notices[i].dog_id) continue;
    const std::string dog_id = notices[i].dog_id->text();
    if (!grants.contains(dog_id)) {
      auto grant = co_await circle_.grant_of(dog_id, account_id);
      if (!grant && grant.error().code != Code::kNotFound) co_return std::unexpected(grant.error());
      grants[dog_id] = grant ? std::optional(std::move(*grant)) : std::nullopt;
    }
    visible[i] = grants[dog_id].has_value();
    if (!visible[i] || !notices[i].record_id) continue;
    keys.push_back({.pk = log::partition_of(dog_id), .sk = records::record_sort_key(notices[i].record_id->text())});
    places.push_back(i);
  }
  if (keys.empty()) co_return visible;
  CO_TRY(auto items, co_await store_.get_many(std::move(keys)));
  for (std::size_t k = 0; k < places.size(); ++k) {
    const auto& item = items[k];
    const auto label = item ? records::parse_label(item->label) : std::nullopt;
    const circle::Grant& grant = *grants[notices[places[k]].dog_id->text()];
    visible[places[k]] = label && !label->deleted && circle::may_read(grant, label->facts());
  }
  co_return visible;
}

Task<Result<bool>> Notices::may_see(std::string account_id, Notice notice) {
  std::vector<Notice> one;
  one.push_back(std::move(notice));
  CO_TRY(auto seen, co_await visible(std::move(account_id), std::move(one)));
  co_return seen[0];
}

Task<Result<std::optional<Notice>>> Notices::get_visible(std::string account_id, std::string notice_id) {
  auto notice = co_await get(account_id, std::move(notice_id));
  if (!notice && notice.error().code == Code::kNotFound) co_return std::nullopt;
  if (!notice) co_return std::unexpected(notice.error());
  CO_TRY(auto seen, co_await may_see(std::move(account_id), *notice));
  if (!seen) co_return std::nullopt;
  co_return std::move(*notice);
}

Task<Result<NoticePage>> Notices::list(std::string account_id, NoticeFilter filter, std::size_t limit,
                                       std::string cursor) {
  if (!cursor.empty() && !Uuid::parse(cursor)) co_return store::bad_cursor();
  const std::string_view prefix = filter.unread ? kUnread : kNotice;
  store::Query query{.pk = partition(account_id),
                     .index = filter.unread ? store::Index::kKind : store::Index::kPrimary,
                     .from = std::string(prefix),
                     .to = std::string(filter.unread ? kAfterUnread : kAfterNotices)};
  if (!cursor.empty()) query.after = fmt::format("{}{}", prefix, cursor);
  query.backward = true;
  query.limit = kPage;
  const std::int64_t now = clock_().unix_ms();
  NoticePage page;
  // Hidden ones are passed over, but not without end.
  for (std::size_t look = 0; look < kMostLooks; ++look) {
    CO_TRY(auto items, co_await store_.query(query));
    std::vector<Notice> notices;
    for (const store::Item& item : items) {
      auto notice = notice_of(item);
      const bool listed = notice && (notice->in_app || filter.unlisted_too);
      if (listed && item.expires_at * 1000 > now && (!filter.kind || notice->kind == *filter.kind))
        notices.push_back(std::move(*notice));
    }
    CO_TRY(auto seen, co_await visible(account_id, notices));
    for (std::size_t i = 0; i < notices.size(); ++i) {
      if (!seen[i]) continue;
      if (page.items.size() == limit) {
        page.next = page.items.back().id.text();
        co_return page;
      }
      page.items.push_back(std::move(notices[i]));
    }
    if (items.size() < kPage) co_return page;
    query.after = filter.unread ? items.back().kind : items.back().key.sk;
  }
  if (!page.items.empty()) page.next = query.after.substr(prefix.size());
  co_return page;
}

Task<Result<std::size_t>> Notices::unread(std::string account_id) {
  CO_TRY(auto page, co_await list(std::move(account_id), {.unread = true}, kMostCounted, {}));
  co_return page.items.size();
}

Task<Result<bool>> Notices::mark_one(std::string account_id, std::string notice_id, bool read) {
  const auto decide = [&](const store::Found& found) -> Result<store::Writes> {
    const auto& item = found[0];
    if (!item) return store::Writes{};
    auto notice = notice_of(*item);
    if (!notice || notice->read_at.has_value() == read) return store::Writes{};
    notice->read_at = read ? std::optional(clock_()) : std::nullopt;
    return store::Writes{store::Put{item_of(account_id, *notice, store::next_version(item)), store::unchanged(item)}};
  };
  co_return co_await store::compare_and_swap(store_, {key_of(account_id, notice_id)}, decide,
                                             "This notification is being changed by many at once. Try again.");
}

Task<Result<Marked>> Notices::mark(std::string account_id, std::vector<std::string> ids, bool read) {
  if (ids.empty() && read) {
    CO_TRY(auto items, co_await store_.query({.pk = partition(account_id),
                                              .index = store::Index::kKind,
                                              .from = std::string(kUnread),
                                              .to = std::string(kAfterUnread),
                                              .backward = true,
                                              .limit = kMostMarked,
                                              .brief = true}));
    for (const store::Item& item : items) ids.push_back(item.kind.substr(kUnread.size()));
  }
  Marked marked;
  for (std::string& id : ids) {
    CO_TRY(auto done, co_await mark_one(account_id, id, read));
    if (done) marked.ids.push_back(std::move(id));
  }
  co_return marked;
}

Task<Result<void>> Notices::mark_record(std::string account_id, std::string record_id, NoticeKind kind) {
  CO_TRY(auto items, co_await store::query_all(store_, {.pk = partition(account_id),
                                                        .index = store::Index::kKind,
                                                        .from = std::string(kUnread),
                                                        .to = std::string(kAfterUnread)}));
  for (const store::Item& item : items) {
    const auto notice = notice_of(item);
    if (!notice || notice->kind != kind || !notice->record_id || notice->record_id->text() != record_id) continue;
    CO_CHECK_OK(co_await mark_one(account_id, notice->id.text(), true));
  }
  co_return Result<void>{};
}

Task<Result<void>> Notices::remove(std::string account_id, std::string notice_id) {
  std::vector<store::Write> writes;
  writes.emplace_back(store::Delete{key_of(account_id, notice_id), store::Any{}});
  co_return co_await store_.commit(std::move(writes));
}

}  // namespace doggy::notify
