#include "registry/search/text_of.h"

#include <fmt/format.h>

#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/id/secret.h"
#include "registry/records/mentions.h"
#include "registry/types/catalog.h"

namespace doggy::search {
namespace {

constexpr std::int64_t kLongestName = 200;  // Code points.

/// Where texts stand in a type's fields: names from the outermost object on, lists gone through one by one.
struct TextPath {
  std::vector<std::string> names;
  bool prose = false;
};

bool is_searchable(const boost::json::object& schema) {
  const auto* type = schema.if_contains("type");
  if (type == nullptr || *type != "string") return false;
  const auto* read_only = schema.if_contains("readOnly");
  return !schema.contains("format") && !schema.contains("enum") && (read_only == nullptr || *read_only != true);
}

// In the order of the fields, depth first.
void find_paths(const boost::json::object& schema, const std::vector<std::string>& names,
                std::vector<TextPath>& found) {
  if (is_searchable(schema)) {
    const auto* longest = schema.if_contains("maxLength");
    found.push_back({.names = names, .prose = longest == nullptr || longest->to_number<std::int64_t>() > kLongestName});
  }
  if (const auto* items = schema.if_contains("items"); items != nullptr && items->is_object())
    find_paths(items->get_object(), names, found);
  const auto* properties = schema.if_contains("properties");
  if (properties == nullptr) return;
  for (const auto& property : properties->as_object()) {
    auto inner = names;
    inner.emplace_back(property.key());
    find_paths(property.value().as_object(), inner, found);
  }
}

using Paths = std::map<std::string_view, std::vector<TextPath>>;

const Paths& all_paths() {
  static const Paths all = [] {
    Paths paths;
    for (const types::RecordType& type : types::catalog()) find_paths(type.schema(), {}, paths[type.name]);
    return paths;
  }();
  return all;
}

void collect(const boost::json::value& value, const TextPath& path, std::size_t depth, Texts& texts) {
  if (const auto* list = value.if_array()) {
    for (const auto& one : *list) collect(one, path, depth, texts);
    return;
  }
  if (depth < path.names.size()) {
    const auto* object = value.if_object();
    const auto* inner = object != nullptr ? object->if_contains(path.names[depth]) : nullptr;
    if (inner != nullptr) collect(*inner, path, depth + 1, texts);
    return;
  }
  const auto* text = value.if_string();
  if (text == nullptr || text->empty()) return;
  std::string& to = path.prose ? texts.prose : texts.names;
  if (!to.empty()) to += path.prose ? "\n" : " · ";
  to += records::without_ids(*text);
}

}  // namespace

Texts texts_of(const types::RecordType& type, const boost::json::object& fields) {
  Texts texts;
  for (const TextPath& path : all_paths().at(type.name)) collect(fields, path, 0, texts);
  return texts;
}

const std::string& searchable_fields_hash() {
  static const std::string hash = [] {
    std::string all;
    for (const auto& [type, paths] : all_paths())
      for (const TextPath& path : paths) all += fmt::format("{}:{}:{}\n", type, fmt::join(path.names, "."), path.prose);
    return sha256_hex(all);
  }();
  return hash;
}

}  // namespace doggy::search
