#include "registry/records/record.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <vector>

#include "platform/json/codec.h"
#include "platform/time/units.h"
#include "platform/try.h"
#include "registry/types/catalog.h"

namespace doggy::records {
namespace {

constexpr std::int64_t kEarliestMs = 7305 * kDayMs;  // 1990-01-01.

constexpr std::string_view kRoleLetters = "otwc";  // In the order of Role.

// Moves the member `name` from `from` to `to` when it is there.
void move_member(boost::json::object& from, boost::json::object& to, std::string_view name) {
  const auto found = from.find(name);
  if (found == from.end()) return;
  to[name] = std::move(found->value());
  from.erase(found);
}

// The common fields out of `record`, which keeps its type's own.
boost::json::object take_common(boost::json::object& record) {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    all.reserve(codec::Schema<Common>::kFields.size());
    for (const codec::Field& field : codec::Schema<Common>::kFields) all.push_back(codec::json_name(field.member));
    return all;
  }();
  boost::json::object common;
  for (const std::string& name : names) move_member(record, common, name);
  return common;
}

// An id that the client repeats in the body must be the one it addressed.
void check_repeated_id(boost::json::object& body, std::string_view name, const std::string& id, codec::Errors& errors) {
  const auto found = body.find(name);
  if (found == body.end()) return;
  const auto* text = found->value().if_string();
  if (text == nullptr || *text != id)
    errors.push_back({std::string(name), "match", fmt::format("\"{}\" is not the id that was addressed.", name)});
  body.erase(found);
}

void check_time(const Timestamp& occurred_at, const types::RecordType& type, const Timestamp& now,
                codec::Errors& errors) {
  if (occurred_at.unix_ms() < kEarliestMs)
    errors.push_back({"occurredAt", "minimum", "The time lies before 1990."});
  else if (!type.may_be_future && occurred_at.unix_ms() > now.unix_ms() + kDayMs)
    errors.push_back({"occurredAt", "maximum", "The time lies more than a day in the future."});
}

}  // namespace

Result<Draft> read_draft(boost::json::object body, const std::string& dog_id, const std::string& record_id,
                         const Timestamp& now) {
  codec::Errors errors;
  check_repeated_id(body, "id", record_id, errors);
  check_repeated_id(body, "dogId", dog_id, errors);
  const boost::json::object common = take_common(body);

  auto head = codec::decode<Common>(common, codec::Source::kClient);
  if (!head) errors.insert(errors.end(), head.error().begin(), head.error().end());

  const auto* type_name = common.if_contains("type");
  const auto* type_text = type_name != nullptr ? type_name->if_string() : nullptr;
  const types::RecordType* type =
      type_text != nullptr ? types::find_type(std::string_view(type_text->data(), type_text->size())) : nullptr;
  if (type == nullptr) {
    if (type_text != nullptr) errors.push_back({"type", "enum", "There is no such record type."});
    return std::unexpected(codec::invalid(std::move(errors)));
  }
  if (head) check_time(head->occurred_at, *type, now, errors);

  auto fields = type->canonical(body, {.occurred_at = head ? std::optional(head->occurred_at) : std::nullopt});
  if (!fields) errors.insert(errors.end(), fields.error().begin(), fields.error().end());
  if (!errors.empty()) return std::unexpected(codec::invalid(std::move(errors)));

  circle::Audience audience;
  for (circle::Role role : head->audience.value_or(type->default_audience))
    if (std::ranges::find(audience, role) == audience.end()) audience.push_back(role);
  return Draft{.type = type,
               .occurred_at = std::move(head->occurred_at),
               .audience = std::move(audience),
               .section = type->section,
               .fields = std::move(*fields)};
}

std::string record_text(const Common& common, const boost::json::object& fields) {
  boost::json::object record = codec::encode(common);
  for (const auto& field : fields) record.emplace(field.key(), field.value());
  return codec::to_text(record);
}

Result<Opened> open_record(std::string_view body) {
  TRY(auto value, codec::parse(body));
  Opened opened;
  opened.fields = std::move(value.as_object());
  auto decoded = codec::decode<Common>(take_common(opened.fields), codec::Source::kStored);
  if (!decoded) return std::unexpected(codec::invalid(std::move(decoded.error())));
  opened.common = std::move(*decoded);
  return opened;
}

std::string label_text(const Label& label) {
  std::string audience;
  for (circle::Role role : label.audience) audience += kRoleLetters[static_cast<std::size_t>(role)];
  const std::string also = label.also ? std::to_string(static_cast<int>(*label.also)) : std::string();
  return fmt::format("{}{}|{}|{}|{}|{}|{}|{}|{}", static_cast<int>(label.section), also, audience,
                     label.deleted ? 1 : 0, label.seq, label.previous, label.author_id, label.type, label.record_id);
}

std::optional<Label> parse_label(std::string_view text) {
  std::array<std::string_view, 8> parts;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const bool last = i + 1 == parts.size();
    const std::size_t end = last ? text.size() : text.find('|');
    if (end == std::string_view::npos) return std::nullopt;
    parts[i] = text.substr(0, end);
    if (!last) text.remove_prefix(end + 1);
  }
  if (parts[0].empty() || parts[0].size() > 2) return std::nullopt;
  Label label{.section = static_cast<circle::Section>(parts[0][0] - '0'),
              .audience = {},
              .deleted = parts[2] == "1",
              .seq = 0,
              .previous = 0,
              .author_id = parts[5],
              .type = parts[6],
              .record_id = parts[7]};
  if (parts[0].size() == 2) label.also = static_cast<circle::Section>(parts[0][1] - '0');
  for (char letter : parts[1]) label.audience.push_back(static_cast<circle::Role>(kRoleLetters.find(letter)));
  std::from_chars(parts[3].data(), parts[3].data() + parts[3].size(), label.seq);
  std::from_chars(parts[4].data(), parts[4].data() + parts[4].size(), label.previous);
  return label;
}

std::string record_sort_key(std::string_view record_id) {
  return fmt::format("REC#{}", record_id);
}

std::string attachment_sort_key(std::string_view record_id, std::string_view attachment_id) {
  return fmt::format("ATTACH#{}#{}", record_id, attachment_id);
}

std::string time_key(const Timestamp& occurred_at, std::string_view record_id) {
  return fmt::format("{}#{}", occurred_at.utc_text(), record_id);
}

}  // namespace doggy::records
