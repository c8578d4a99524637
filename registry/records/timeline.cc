// The reading half of Records.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "platform/async/breather.h"
#include "platform/id/secret.h"
#include "platform/json/codec.h"
#include "platform/try.h"
#include "registry/log/reader.h"
#include "registry/records/readable.h"
#include "registry/records/records.h"
#include "registry/store/cursor.h"
#include "registry/store/pages.h"
#include "registry/types/catalog.h"

namespace doggy::records {
namespace {

constexpr std::size_t kPageBytes = std::size_t{1} << 20U;  // Of the records of a page, unless one alone is larger.
constexpr int kLongestChain = 16;  // Of records that follow each other: a photo of a comment on a note has three.

// The range of the index that holds what the filter may match.
store::Query range_of(const std::string& dog_id, const Filter& filter) {
  store::Query query{.pk = log::partition_of(dog_id), .index = store::Index::kTime};
  std::string prefix;
  if (filter.types.size() == 1) {
    query.index = store::Index::kKind;
    prefix = filter.types.front() + "#";
  }
  // '$' follows '#', and ':' follows the digits that every time begins with.
  query.from = prefix + filter.from;
  query.to = !filter.to.empty() ? prefix + filter.to : prefix.empty() ? "" : prefix + ":";
  query.backward = !filter.oldest_first;
  query.brief = true;
  return query;
}

bool has_tag(std::string_view body, std::string_view tag) {
  const auto value = codec::parse(body);
  if (!value) return false;
  const auto* tags = value->as_object().if_contains("tags");
  return tags != nullptr && tags->is_array() && std::ranges::any_of(tags->get_array(), [&](const auto& one) {
           return one.is_string() && one.get_string() == tag;
         });
}

bool matches(const store::Item& item, const circle::Grant& grant, const Filter& filter) {
  const auto label = parse_label(item.label);
  if (!label || !circle::may_read(grant, label->facts())) return false;
  if (filter.types.size() > 1 && std::ranges::find(filter.types, label->type) == filter.types.end()) return false;
  if (!filter.author_id.empty() && label->author_id != filter.author_id) return false;
  return filter.tag.empty() || has_tag(item.body, filter.tag);
}

std::string index_key(const store::Item& item, store::Index index) {
  return index == store::Index::kKind ? item.kind : item.time;
}

// One revision out of its log entry.
Result<std::string> revision_text(std::string_view entry_body) {
  TRY(auto parsed, codec::parse(entry_body));
  const auto& entry = parsed.as_object();
  const auto& record = entry.at("record").as_object();
  std::string action(entry.at("action").as_string());
  const std::string prefix = "record-";
  if (action.starts_with(prefix)) action.erase(0, prefix.size());
  const boost::json::object revision{{"seq", entry.at("seq")}, {"version", record.at("version")},
                                     {"action", action},       {"at", entry.at("at")},
                                     {"by", entry.at("by")},   {"record", record}};
  return codec::to_text(revision);
}

}  // namespace

Task<Result<Written>> Records::get(std::string dog_id, std::string record_id, circle::Grant grant) {
  CO_TRY(auto item, co_await store_.get({.pk = log::partition_of(dog_id), .sk = record_sort_key(record_id)}));
  if (!item) co_return no_such_record();
  const auto label = parse_label(item->label);
  if (!label || label->deleted || !circle::may_read(grant, label->facts())) co_return no_such_record();
  co_return Written{.kind = Written::Kind::kUnchanged, .body = std::move(item->body), .version = item->version};
}

Task<Result<Written>> Records::get_with_followed(std::string dog_id, std::string record_id, circle::Grant grant) {
  auto record = co_await get(dog_id, std::move(record_id), grant);
  if (!record) co_return record;
  std::string body = record->body;
  for (int steps = 0; steps < kLongestChain; ++steps) {
    CO_TRY(auto opened, open_record(body));
    const types::RecordType* type = types::find_type(opened.common.type);
    if (type == nullptr || !type->follows_reference) co_return record;
    const auto references = type->references(opened.fields);
    if (references.empty()) co_return record;
    CO_TRY(auto followed, co_await get(dog_id, references.front().record_id, grant));
    body = std::move(followed.body);
  }
  co_return no_such_record();
}

Task<Result<std::vector<std::string>>> Records::attachments(std::string dog_id, std::string record_id,
                                                            circle::Grant grant) {
  CO_CHECK_OK(co_await get_with_followed(dog_id, record_id, grant));
  const std::string prefix = attachment_sort_key(record_id, "");
  const std::string pk = log::partition_of(dog_id);
  store::Pages pages(store_, {.pk = pk, .from = prefix, .to = prefix + "~"});
  std::vector<std::string> texts;
  while (pages.more()) {
    CO_TRY(auto items, co_await pages.next());
    std::vector<store::Key> keys;
    keys.reserve(items.size());
    for (const store::Item& item : items) keys.push_back({.pk = pk, .sk = record_sort_key(item.label)});
    if (keys.empty()) co_return texts;
    CO_TRY(auto records, co_await store_.get_many(std::move(keys)));
    for (auto& one : records) {
      const auto label = one ? parse_label(one->label) : std::nullopt;
      if (label && !label->deleted && circle::may_read(grant, label->facts())) texts.push_back(std::move(one->body));
    }
  }
  co_return texts;
}

Task<Result<Page>> Records::gallery(std::string dog_id, circle::Grant grant, std::size_t limit, std::string cursor) {
  auto page = co_await timeline(dog_id, grant, {.types = {"attachment"}}, limit, std::move(cursor));
  if (!page) co_return page;
  std::vector<std::string> shown;
  Breather breather;
  for (std::string& item : page->items) {
    co_await breather.pause_if_due();
    CO_TRY(auto opened, open_record(item));
    auto reachable = co_await get_with_followed(dog_id, opened.common.id.text(), grant);
    if (reachable) shown.push_back(std::move(item));
  }
  page->items = std::move(shown);
  co_return page;
}

Task<Result<Page>> Records::timeline(std::string dog_id, circle::Grant grant, Filter filter, std::size_t limit,
                                     std::string cursor) {
  store::Query query = range_of(dog_id, filter);
  if (!cursor.empty()) {
    auto after = from_base64url(cursor);
    if (!after || after->empty()) co_return store::bad_cursor();
    query.after = std::move(*after);
  }
  // One more than asked, to know whether there is more: of what the caller sees, so that the answer does not tell of
  // what they do not.
  query.limit = limit + 1;
  Page page;
  std::string last_key;
  std::size_t bytes = 0;
  const store::Index index = query.index;
  store::Pages pages(store_, std::move(query));
  while (pages.more()) {
    CO_TRY(auto items, co_await pages.next());
    for (store::Item& item : items) {
      if (!matches(item, grant, filter)) continue;
      if (page.items.size() == limit || bytes >= kPageBytes) {
        page.next = base64url(last_key);
        co_return page;
      }
      bytes += item.body.size();
      last_key = index_key(item, index);
      page.items.push_back(std::move(item.body));
    }
  }
  co_return page;
}

Task<Result<Page>> Records::revisions(std::string dog_id, std::string record_id, circle::Grant grant, std::size_t limit,
                                      std::string cursor) {
  CO_TRY(auto item, co_await store_.get({.pk = log::partition_of(dog_id), .sk = record_sort_key(record_id)}));
  const auto label = item ? parse_label(item->label) : std::nullopt;
  if (!label || !circle::may_read(grant, label->facts())) co_return no_such_record();

  std::uint64_t seq = label->seq;
  if (!cursor.empty()) {
    std::uint64_t from = 0;
    const auto [end, error] = std::from_chars(cursor.data(), cursor.data() + cursor.size(), from);
    if (error != std::errc() || end != cursor.data() + cursor.size() || from > seq) co_return store::bad_cursor();
    seq = from;
  }
  Page page;
  std::size_t bytes = 0;
  Breather breather;
  while (seq != 0) {
    co_await breather.pause_if_due();
    CO_TRY(auto entry, co_await store_.get({.pk = log::partition_of(dog_id), .sk = log::entry_sort_key(seq)}));
    if (!entry && (cursor.empty() || !page.items.empty())) co_return log::not_visible_yet();
    const auto facts = entry ? parse_label(entry->label) : std::nullopt;
    // A cursor is a bare number, so what it points at must be this record's.
    if (!facts || facts->record_id != record_id) co_return store::bad_cursor();
    if (circle::may_read(grant, facts->facts())) {
      if (page.items.size() == limit || bytes >= kPageBytes) {
        page.next = std::to_string(seq);
        co_return page;
      }
      CO_TRY(auto text, revision_text(entry->body));
      bytes += text.size();
      page.items.push_back(std::move(text));
    }
    seq = facts->previous;
  }
  co_return page;
}

}  // namespace doggy::records
