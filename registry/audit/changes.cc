#include "registry/audit/changes.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <utility>

#include "platform/json/codec.h"
#include "platform/try.h"
#include "registry/log/dog_log.h"
#include "registry/log/reader.h"
#include "registry/records/readable.h"
#include "registry/records/record.h"
#include "registry/store/cursor.h"

namespace doggy::audit {
namespace {

constexpr std::uint64_t kEntriesAtOnce = 100;
constexpr std::size_t kMostExamined = 2000;  // By one request, when nearly all is hidden.

std::optional<std::string> text_in(const boost::json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  if (value == nullptr || !value->is_string()) return std::nullopt;
  return std::string(value->get_string());
}

// What the entry tells besides who, when and what.
void add_subject(ChangeEntry& entry, const boost::json::object& body) {
  for (const char* name : {"member", "invitation"}) {
    const auto* subject = body.if_contains(name);
    if (subject == nullptr || !subject->is_object()) continue;
    entry.person = text_in(subject->get_object(), "name");
    entry.role = text_in(subject->get_object(), "role");
  }
}

Result<ChangeEntry> entry_of(const log::StoredEntry& stored, const std::optional<records::Label>& label) {
  TRY(auto parsed, codec::parse(stored.body));
  const boost::json::object& body = parsed.as_object();
  ChangeEntry entry;
  entry.seq = stored.seq;
  entry.at = Timestamp::parse(std::string_view(body.at("at").as_string())).value_or(Timestamp::from_unix_ms(0));
  auto by = codec::decode<circle::Author>(body.at("by"), codec::Source::kStored);
  if (!by) return std::unexpected(codec::invalid(std::move(by.error())));
  entry.by = std::move(*by);
  entry.action = body.at("action").as_string();
  if (label) {
    entry.record_id = label->record_id;
    entry.record_type = label->type;
  } else {
    add_subject(entry, body);
  }
  return entry;
}

// The entries from `first` to `last`, newest first. One that is missing is left out: nobody remembers this page.
Task<Result<std::vector<log::StoredEntry>>> entries_back(store::Store& store, std::string dog_id, std::uint64_t first,
                                                         std::uint64_t last) {
  std::vector<log::StoredEntry> entries;
  log::Reader reader(store, std::move(dog_id), {.after = first - 1, .until = last, .page = kEntriesAtOnce});
  while (!reader.ended()) {
    CO_TRY(std::vector<log::StoredEntry> page, co_await reader.next());
    std::ranges::move(page, std::back_inserter(entries));
    if (reader.behind_gap()) reader.skip_gap();
  }
  std::ranges::reverse(entries);
  co_return entries;
}

}  // namespace

Task<Result<ChangePage>> list_changes(store::Store& store, std::string dog_id, circle::Grant reader, std::size_t limit,
                                      std::string cursor) {
  CO_TRY(const auto head, co_await store.get(log::head_key(dog_id)));
  std::uint64_t last = head ? head->version : 0;
  if (!cursor.empty()) {
    std::uint64_t seq = 0;
    const char* const end = cursor.data() + cursor.size();
    const auto [stop, error] = std::from_chars(cursor.data(), end, seq);
    if (error != std::errc() || stop != end) co_return store::bad_cursor();
    last = std::min(last, seq - std::min<std::uint64_t>(seq, 1));
  }
  ChangePage page;
  for (std::size_t examined = 0; last > 0 && examined < kMostExamined; examined += kEntriesAtOnce) {
    const std::uint64_t first = last - std::min(last - 1, kEntriesAtOnce - 1);
    CO_TRY(auto items, co_await entries_back(store, dog_id, first, last));
    std::vector<std::string> labels;
    labels.reserve(items.size());
    for (const log::StoredEntry& item : items) labels.push_back(item.label);
    CO_TRY(auto readable, co_await records::readable_labels(store, dog_id, reader, std::move(labels)));
    for (const log::StoredEntry& item : items) {
      const auto label = records::parse_label(item.label);
      if (label && !readable.contains(item.label)) continue;
      CO_TRY(auto entry, entry_of(item, label));
      page.items.push_back(std::move(entry));
      if (page.items.size() == limit) {
        page.next = std::to_string(page.items.back().seq);
        co_return page;
      }
    }
    last = first - 1;
  }
  if (last > 0) page.next = std::to_string(last + 1);
  co_return page;
}

}  // namespace doggy::audit
