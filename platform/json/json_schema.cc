#include <fmt/format.h>

#include <cmath>

#include "platform/json/codec.h"
#include "platform/json/line.h"

namespace doggy::codec::detail {
namespace {

/// 5 rather than 5.0 where it is whole.
boost::json::value number(double bound) {
  constexpr double kExact = 9007199254740992.0;  // 2^53
  if (std::trunc(bound) == bound && std::abs(bound) <= kExact) return static_cast<std::int64_t>(bound);
  return bound;
}

void add_bounds(boost::json::object& schema, const Field& field) {
  if (field.minimum) schema["minimum"] = number(*field.minimum);
  if (field.maximum) schema["maximum"] = number(*field.maximum);
}

/// Whether every answer has it, or every request must.
bool is_required(const Member& member) {
  switch (member.presence) {
    case Presence::kRequired:
      return true;
    case Presence::kOptional:
      return member.field->sends_null;
    case Presence::kDefault:
      return member.field->access == Access::kReadOnly;
  }
  return false;
}

void allow_null(boost::json::object& schema) {
  if (auto* type = schema.if_contains("type")) *type = boost::json::array{*type, "null"};
  if (auto* values = schema.if_contains("enum")) values->as_array().emplace_back(nullptr);
}

boost::json::object member_schema(const Member& member, const void* defaults) {
  const Field& field = *member.field;
  boost::json::object schema = member.schema(field);
  if (field.sends_null) allow_null(schema);
  schema["description"] =
      field.unit.empty() ? std::string(field.doc) : fmt::format("{} Unit: {}.", field.doc, field.unit);
  if (field.access == Access::kReadOnly) schema["readOnly"] = true;
  if (!field.references.empty()) schema["x-references"] = field.references;
  if (member.presence == Presence::kDefault && field.access == Access::kWritable) {
    if (auto value = member.encode(defaults, Source::kClient)) schema["default"] = *std::move(value);
  }
  return schema;
}

}  // namespace

boost::json::object struct_schema(const Struct& type, const void* defaults) {
  boost::json::object properties;
  boost::json::array required;
  for (const Member& member : type.members) {
    if (member.field->access == Access::kInternal) continue;
    properties[member.name] = member_schema(member, defaults);
    if (is_required(member)) required.emplace_back(member.name);
  }
  boost::json::object schema{{"title", type.name}, {"description", type.doc}, {"type", "object"}};
  schema["properties"] = std::move(properties);
  if (!required.empty()) schema["required"] = std::move(required);
  schema["additionalProperties"] = false;
  return schema;
}

boost::json::object signed_schema(const Field& field, std::size_t bits) {
  boost::json::object schema{{"type", "integer"}, {"format", bits > 32 ? "int64" : "int32"}};
  add_bounds(schema, field);
  return schema;
}

boost::json::object unsigned_schema(const Field& field, std::size_t bits) {
  boost::json::object schema{{"type", "integer"}, {"format", bits >= 32 ? "int64" : "int32"}, {"minimum", 0}};
  add_bounds(schema, field);
  return schema;
}

boost::json::object double_schema(const Field& field) {
  boost::json::object schema{{"type", "number"}};
  add_bounds(schema, field);
  return schema;
}

boost::json::object string_schema(const Field& field) {
  boost::json::object schema{{"type", "string"}};
  if (!field.format.empty()) schema["format"] = field.format;
  if (field.min_length > 0) schema["minLength"] = field.min_length;
  if (field.access == Access::kReadOnly) return schema;
  schema["maxLength"] = field.max_length;
  if (field.max_length <= kLongestLine && field.format.empty()) schema["pattern"] = kLinePattern;
  return schema;
}

boost::json::object formatted_schema(std::string_view format) {
  return {{"type", "string"}, {"format", format}};
}

boost::json::object enum_schema(std::span<const std::string_view> names) {
  boost::json::array values;
  for (std::string_view name : names) values.emplace_back(name);
  boost::json::object schema{{"type", "string"}};
  schema["enum"] = std::move(values);
  return schema;
}

boost::json::object array_schema(const Field& field, boost::json::object items) {
  boost::json::object schema{{"type", "array"}};
  schema["items"] = std::move(items);
  if (field.min_items > 0) schema["minItems"] = field.min_items;
  if (field.access != Access::kReadOnly) schema["maxItems"] = field.max_items;
  return schema;
}

}  // namespace doggy::codec::detail
