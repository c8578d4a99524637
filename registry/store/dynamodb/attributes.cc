#include "registry/store/dynamodb/attributes.h"

#include <charconv>
#include <stdexcept>
#include <string_view>

#include "platform/id/secret.h"

namespace doggy::store::dynamodb {
namespace {

using boost::json::object;

// An item and its entries in both indexes may have 400 KB together: a third of that, less keys and label.
constexpr std::size_t kLargestIndexedBody = 128'000;

const object* value_of(const object& attributes, const char* name) {
  const auto* value = attributes.if_contains(name);
  return value == nullptr ? nullptr : value->if_object();
}

// The text of {"S":…}, {"N":…} or {"B":…}; empty when there is no such attribute.
std::string text_of(const object& attributes, const char* name, const char* type) {
  const object* value = value_of(attributes, name);
  if (value == nullptr) return {};
  const auto* text = value->if_contains(type);
  if (text == nullptr || !text->is_string()) throw std::runtime_error("dynamodb: an attribute has another type");
  return {text->get_string().data(), text->get_string().size()};
}

template <class T>
T number_of(const object& attributes, const char* name) {
  const std::string text = text_of(attributes, name, "N");
  T number = 0;
  if (text.empty()) return number;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size())
    throw std::runtime_error("dynamodb: an attribute is no integer");
  return number;
}

bool is_apart(const Item& item) {
  return item.body.size() > kLargestIndexedBody && !(item.time.empty() && item.kind.empty());
}

}  // namespace

const char* sort_attribute(Index index) {
  switch (index) {
    case Index::kPrimary:
      return "sk";
    case Index::kTime:
      return "t";
    case Index::kKind:
      return "k";
  }
  throw std::logic_error("store: no such index");
}

const char* index_name(Index index) {
  switch (index) {
    case Index::kPrimary:
      return "";
    case Index::kTime:
      return "time";
    case Index::kKind:
      return "kind";
  }
  throw std::logic_error("store: no such index");
}

object string_value(const std::string& text) {
  return {{"S", text}};
}
object number_value(std::uint64_t number) {
  return {{"N", std::to_string(number)}};
}

object key_attributes(const Key& key) {
  return {{"pk", string_value(key.pk)}, {"sk", string_value(key.sk)}};
}

object attributes_of(const Item& item) {
  object all = key_attributes(item.key);
  all[kVersion] = number_value(item.version);
  const bool apart = is_apart(item);
  if (apart) all[kApart] = number_value(1);
  if (!item.body.empty()) all[apart ? kBodyApart : kBody] = {{"B", base64(item.body)}};
  if (!item.label.empty()) all[kLabel] = string_value(item.label);
  if (!item.time.empty()) all[sort_attribute(Index::kTime)] = string_value(item.time);
  if (!item.kind.empty()) all[sort_attribute(Index::kKind)] = string_value(item.kind);
  if (item.expires_at != 0) all[kExpires] = {{"N", std::to_string(item.expires_at)}};
  return all;
}

Item item_of(const object& attributes) {
  auto body = from_base64(text_of(attributes, value_of(attributes, kApart) != nullptr ? kBodyApart : kBody, "B"));
  if (!body) throw std::runtime_error("dynamodb: a body is no base64");
  return {.key = {.pk = text_of(attributes, "pk", "S"), .sk = text_of(attributes, "sk", "S")},
          .version = number_of<std::uint64_t>(attributes, kVersion),
          .body = std::move(*body),
          .label = text_of(attributes, kLabel, "S"),
          .time = text_of(attributes, sort_attribute(Index::kTime), "S"),
          .kind = text_of(attributes, sort_attribute(Index::kKind), "S"),
          .expires_at = number_of<std::int64_t>(attributes, kExpires)};
}

bool lacks_body(const object& attributes) {
  return attributes.contains(kApart) && !attributes.contains(kBodyApart);
}

void add_condition(const Condition& condition, object& request) {
  if (std::holds_alternative<Absent>(condition)) request["ConditionExpression"] = "attribute_not_exists(pk)";
  if (const auto* wanted = std::get_if<VersionIs>(&condition)) {
    request["ConditionExpression"] = "v = :v";
    request["ExpressionAttributeValues"] = {{":v", number_value(wanted->n)}};
  }
}

std::size_t size_of(const Item& item) {
  constexpr std::size_t kNamesAndNumbers = 100;  // At most: names of one or two letters, numbers of at most 21 bytes.
  return item.key.pk.size() + item.key.sk.size() + item.body.size() + item.label.size() + item.time.size() +
         item.kind.size() + kNamesAndNumbers;
}

}  // namespace doggy::store::dynamodb
