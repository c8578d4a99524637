#include "registry/api/record_schemas.h"

#include <string_view>
#include <utility>

#include "platform/json/codec.h"
#include "registry/circle/author.h"
#include "registry/records/record.h"
#include "registry/types/catalog.h"

namespace doggy::api {
namespace {

// The common fields, and then the type's own.
boost::json::object joined(const types::RecordType& type, bool input) {
  boost::json::object schema = codec::json_schema<records::Common>();
  boost::json::object own = type.schema();
  schema["title"] = component_name(type) + (input ? "Input" : "");
  schema["description"] = type.doc;
  auto& properties = schema["properties"].as_object();
  if (input)
    for (const auto& field : codec::Schema<records::Common>::kFields)
      if (field.access == codec::Access::kReadOnly) properties.erase(codec::json_name(field.member));
  properties["type"] = boost::json::object{{"type", "string"}, {"const", type.name}};
  for (auto& property : own["properties"].as_object()) properties[property.key()] = std::move(property.value());

  boost::json::array required{"type", "occurredAt"};
  if (!input)
    for (std::string_view name : {"id", "dogId", "recordedAt", "author", "audience", "version", "seq", "deleted"})
      required.emplace_back(name);
  if (const auto* more = own.if_contains("required"))
    for (const auto& name : more->as_array()) required.push_back(name);
  schema["required"] = std::move(required);
  // What a client needs to show and offer a type that it was not made for.
  schema["x-section"] = codec::enum_name(type.section);
  boost::json::array audience;
  for (circle::Role role : type.default_audience) audience.emplace_back(codec::enum_name(role));
  schema["x-default-audience"] = std::move(audience);
  schema["x-shared-editing"] = type.editing == circle::Editing::kShared;
  schema["x-may-be-future"] = type.may_be_future;
  schema["x-follows"] = type.follows_reference;
  return schema;
}

boost::json::object reference_to(const std::string& component) {
  return {{"$ref", "#/components/schemas/" + component}};
}

boost::json::object property(std::string_view type, std::string_view description) {
  return {{"type", type}, {"description", description}, {"readOnly", true}};
}

}  // namespace

std::string component_name(const types::RecordType& type) {
  std::string name;
  bool upper = true;
  for (char c : type.name) {
    if (c == '-') {
      upper = true;
      continue;
    }
    name += upper && c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    upper = false;
  }
  return name;
}

boost::json::object typed_record_schema(const types::RecordType& type) {
  return joined(type, false);
}

boost::json::object record_schema() {
  boost::json::array one_of;
  boost::json::object mapping;
  for (const types::RecordType& type : types::catalog()) {
    one_of.push_back(reference_to(component_name(type)));
    mapping[type.name] = "#/components/schemas/" + component_name(type);
  }
  return {{"title", "Record"},
          {"description", "A record of any type."},
          {"oneOf", std::move(one_of)},
          {"discriminator", {{"propertyName", "type"}, {"mapping", std::move(mapping)}}}};
}

boost::json::object record_input_schema() {
  boost::json::array one_of;
  for (const types::RecordType& type : types::catalog()) one_of.push_back(joined(type, true));
  return {{"title", "RecordInput"},
          {"description", "A record as a client writes it; the server sets the other common fields."},
          {"oneOf", std::move(one_of)}};
}

boost::json::object record_patch_schema() {
  return {
      {"title", "RecordPatch"},
      {"description",
       "Fields of the record's type, `occurredAt` or `audience` to change; null removes one. `deleted` may be false."},
      {"type", "object"},
      {"additionalProperties", true}};
}

boost::json::object deleted_record_schema() {
  boost::json::object schema = codec::json_schema<records::Common>();
  schema["title"] = "DeletedRecord";
  schema["description"] = "What is left of a record that was deleted.";
  schema["properties"].as_object()["deleted"] = boost::json::object{{"type", "boolean"}, {"const", true}};
  schema["required"] = boost::json::array{"id",     "dogId",    "type",    "occurredAt", "recordedAt",
                                          "author", "audience", "version", "seq",        "deleted"};
  return schema;
}

boost::json::object revision_schema() {
  boost::json::object properties{
      {"seq", property("integer", "Place in the dog's log.")},
      {"version", property("integer", "The record's version.")},
      {"action", {{"type", "string"}, {"enum", {"created", "changed", "deleted", "restored"}}, {"readOnly", true}}},
      {"at", property("string", "When.")},
      {"by", codec::json_schema<circle::Author>()},
      {"record", {{"anyOf", {reference_to("Record"), reference_to("DeletedRecord")}}}}};
  return {{"title", "Revision"},
          {"description", "What a record was after one change."},
          {"type", "object"},
          {"properties", std::move(properties)},
          {"required", {"seq", "version", "action", "at", "by", "record"}}};
}

}  // namespace doggy::api
