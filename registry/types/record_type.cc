#include "registry/types/record_type.h"

#include <fmt/format.h>

#include <utility>

namespace doggy::types {
namespace {

/// A value and its path.
struct Place {
  std::string path;
  const boost::json::value* value;
};

// The member of that name, or its elements where it is a list.
void add_member(const boost::json::object& object, const std::string& name, std::string path,
                std::vector<Place>& found) {
  const auto* member = object.if_contains(name);
  if (member == nullptr) return;
  path += name;
  const auto* list = member->if_array();
  if (list == nullptr) {
    found.push_back({std::move(path), member});
    return;
  }
  for (std::size_t i = 0; i < list->size(); ++i) found.push_back({fmt::format("{}[{}]", path, i), &(*list)[i]});
}

}  // namespace

std::vector<Reference> RecordType::references(const boost::json::object& fields) const {
  std::vector<Reference> found;
  for (const ReferencePath& path : reference_paths) {
    std::vector<Place> places;
    add_member(fields, path.names.front(), "", places);
    for (std::size_t depth = 1; depth < path.names.size(); ++depth) {
      std::vector<Place> inner;
      for (const Place& place : places)
        if (const auto* object = place.value->if_object())
          add_member(*object, path.names[depth], place.path + ".", inner);
      places = std::move(inner);
    }
    for (Place& place : places)
      if (const auto* id = place.value->if_string())
        found.push_back({.field = std::move(place.path), .record_id = std::string(*id), .type = path.type});
  }
  return found;
}

std::vector<ReferencePath> find_reference_paths(const boost::json::object& schema) {
  struct Open {
    std::vector<std::string> names;
    const boost::json::object* schema;
  };
  std::vector<ReferencePath> found;
  std::vector<Open> open{{{}, &schema}};
  for (std::size_t i = 0; i < open.size(); ++i) {
    const Open at = open[i];
    if (const auto* type = at.schema->if_contains("x-references"))
      found.push_back({.names = at.names, .type = std::string(type->as_string())});
    if (const auto* items = at.schema->if_contains("items"); items != nullptr && items->is_object())
      open.push_back({at.names, &items->as_object()});
    const auto* properties = at.schema->if_contains("properties");
    if (properties == nullptr) continue;
    for (const auto& property : properties->as_object()) {
      auto names = at.names;
      names.emplace_back(property.key());
      open.push_back({std::move(names), &property.value().as_object()});
    }
  }
  return found;
}

}  // namespace doggy::types
