#include "registry/audit/changes.h"

#include <charconv>
#include <utility>

#include "platform/json/codec.h"
#include "registry/log/dog_log.h"
#include "registry/records/readable.h"
#include "registry/records/record.h"
#include "registry/store/cursor.h"

namespace doggy::audit {
namespace {

constexpr std::size_t kEntriesAtOnce = 100;
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

Result<ChangeEntry> entry_of(const store::Item& item, const std::optional<records::Label>& label) {
  auto parsed = codec::parse(item.body);
  if (!parsed) return std::unexpected(std::move(parsed.error()));
  const boost::json::object& body = parsed->as_object();
  ChangeEntry entry;
  entry.seq = body.at("seq").to_number<std::uint64_t>();
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

}  // namespace

Task<Result<ChangePage>> list_changes(store::Store& store, std::string dog_id, circle::Grant reader, std::size_t limit,
                                      std::string cursor) {
  store::Query query{.pk = log::partition_of(dog_id), .from = "LOG#", .to = "LOG$"};
  query.backward = true;
  query.limit = kEntriesAtOnce;
  if (!cursor.empty()) {
    std::uint64_t seq = 0;
    const char* const end = cursor.data() + cursor.size();
    const auto [stop, error] = std::from_chars(cursor.data(), end, seq);
    if (error != std::errc() || stop != end) co_return store::bad_cursor();
    query.after = log::entry_sort_key(seq);
  }
  ChangePage page;
  for (std::size_t examined = 0; examined < kMostExamined; examined += kEntriesAtOnce) {
    auto items = co_await store.query(query);
    if (!items) co_return std::unexpected(items.error());
    std::vector<std::string> labels;
    for (const store::Item& item : *items) labels.push_back(item.label);
    auto readable = co_await records::readable_labels(store, dog_id, reader, std::move(labels));
    if (!readable) co_return std::unexpected(readable.error());
    for (const store::Item& item : *items) {
      const auto label = records::parse_label(item.label);
      if (label && !readable->contains(item.label)) continue;
      auto entry = entry_of(item, label);
      if (!entry) co_return std::unexpected(entry.error());
      page.items.push_back(std::move(*entry));
      if (page.items.size() == limit) {
        page.next = std::to_string(page.items.back().seq);
        co_return page;
      }
    }
    if (items->size() < kEntriesAtOnce) co_return page;
    query.after = items->back().key.sk;
  }
  page.next = query.after.substr(std::string_view("LOG#").size());
  co_return page;
}

}  // namespace doggy::audit
