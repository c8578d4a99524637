// What the record pipeline knows of a record type: its name, section, defaults, and how to check its fields. Each type
// is one described struct in a file of its own, which makes its RecordType with make_record_type; catalog.h lists them.
#pragma once

#include <boost/json/object.hpp>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/json/codec.h"
#include "platform/time/timestamp.h"
#include "platform/try.h"
#include "registry/circle/policy.h"

namespace doggy::types {

/// The common fields that a type's own rules look at.
struct Context {
  std::optional<Timestamp> occurred_at;  // Nothing when it could not be read itself: rules about it are left out.
};

/// Of a reference that may be to a record of any type.
inline constexpr std::string_view kAnyType = "record";

/// A field that names another record of the same dog.
struct Reference {
  std::string field;  // Its path, e.g. "blocks[0].targetId".
  std::string record_id;
  std::string type;  // What the other must be, or kAnyType.
};

/// Where in a type's fields such references stand: names from the outermost object on, lists gone through one by one.
struct ReferencePath {
  std::vector<std::string> names;  // {"blocks", "targetId"}.
  std::string type;
};

/// Of a record that may be half of a blind pair.
struct Pairing {
  bool blind = false;
  bool complete = true;
  std::optional<std::string> paired_with;  // The id of the first half, in the second.
};

struct RecordType {
  std::string_view name;  // kebab-case, as in URLs and in `type`.
  std::string_view doc;
  circle::Section section;
  circle::Audience default_audience;  // In the order of Role.
  circle::Editing editing = circle::Editing::kAuthor;
  /// Whether each record stands in the section of the record it refers to first, for at most that record's audience.
  bool follows_reference = false;
  /// Of a type that follows: whether reading that record is enough to write one, without writing in its section.
  bool readers_may_answer = false;
  /// Whether only the server makes such records, from an upload, and says some of their fields. Of a type that follows,
  /// which it then need not: one that follows stands in its own section and in that record's.
  bool from_upload = false;
  bool may_be_future = false;  // Whether occurredAt may lie ahead (appointments, due dates).

  /// The type's own fields as a client sent them → the same in canonical order with defaults, or every error. Common
  /// fields are not among them.
  std::expected<boost::json::object, codec::Errors> (*canonical)(const boost::json::object& fields,
                                                                 const Context& context);
  /// Of a type whose records come in pairs: while either half is blind, each is its author's alone until both are
  /// complete. Null for others. `fields` are canonical.
  Pairing (*pairing)(const boost::json::object& fields) = nullptr;
  /// JSON Schema of the type's own fields.
  boost::json::object (*schema)();
  /// Those that the server says, by their JSON names.
  std::vector<std::string> server_fields;
  /// The fields whose Field names what they reference.
  std::vector<ReferencePath> reference_paths;

  /// The references in canonical fields, in the order of the fields.
  [[nodiscard]] std::vector<Reference> references(const boost::json::object& fields) const;
};

/// The places of `x-references` in a JSON Schema.
[[nodiscard]] std::vector<ReferencePath> find_reference_paths(const boost::json::object& schema);

/// `check` adds the rules that concern more than one field; its paths are relative to the record.
template <class T, codec::Errors (*check)(const T&, const Context&)>
[[nodiscard]] RecordType make_record_type(RecordType basics) {
  basics.name = codec::Schema<T>::kName;
  basics.doc = codec::Schema<T>::kDoc;
  basics.canonical = [](const boost::json::object& fields,
                        const Context& context) -> std::expected<boost::json::object, codec::Errors> {
    TRY(auto decoded, codec::decode<T>(fields, codec::Source::kClient));
    auto errors = check(decoded, context);
    if (!errors.empty()) return std::unexpected(std::move(errors));
    return codec::encode(decoded);
  };
  basics.schema = [] { return codec::json_schema<T>(); };
  for (const codec::Field& field : codec::Schema<T>::kFields)
    if (field.access == codec::Access::kReadOnly) basics.server_fields.push_back(codec::json_name(field.member));
  basics.reference_paths = find_reference_paths(basics.schema());
  return basics;
}

/// For a type without such rules.
template <class T>
[[nodiscard]] codec::Errors no_more_rules(const T&, const Context&) {
  return {};
}

}  // namespace doggy::types
