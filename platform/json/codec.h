// JSON to described structs and back, reporting every wrong field at once.
//
// Types: bool, integers, double, std::string, described enums (JSON name: kebab-case of the enumerator without its
// leading k, kNoResponse → "no-response"), Timestamp, Date, Uuid, described structs with a Schema, std::optional of
// these (absent when empty, or null if its Field says so; null is read as absent), std::vector of these (an absent
// vector is an empty one unless min_items > 0), and boost::json::object / value for free-form parts.
//
// Rules reported: required, type, unknown, readOnly, enum, minimum, maximum, minLength, maxLength, minItems, maxItems,
// format, plus what a type's own check adds. Strings must be valid UTF-8 without NUL (rule "format"). 1.0 is an
// integer, as in JSON Schema; a number that its C++ type cannot hold breaks "maximum" or "minimum". The elements of a
// list that has too many are not looked at, and at most 1,000 errors are reported.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "platform/error.h"
#include "platform/json/schema.h"

namespace doggy::codec {

using Errors = std::vector<FieldError>;

enum class Source {
  kClient,  // Unknown and read-only fields are errors.
  kStored,  // Written by us: unknown fields are ignored, read-only and internal ones are read, bounds are not checked.
};

/// Parses one JSON document: at most 32 levels deep, valid UTF-8, no name twice in an object, nothing after it, at most
/// 2,000,000 values. Error: kMalformed with line and column, kTooLarge for more values.
[[nodiscard]] Result<boost::json::value> parse(std::string_view text);

/// The struct, or every error with its path. `path` is put before each ("" for the root).
template <class T>
[[nodiscard]] std::expected<T, Errors> decode(const boost::json::value& value, Source source,
                                              std::string_view path = "");

/// parse + decode; errors become one kInvalid ("3 fields are wrong.") or kMalformed.
template <class T>
[[nodiscard]] Result<T> decode_text(std::string_view text, Source source);

/// Fields in declaration order, internal ones left out unless `source` is kStored.
template <class T>
[[nodiscard]] boost::json::object encode(const T& value, Source source = Source::kClient);

template <class T>
[[nodiscard]] std::string encode_text(const T& value, Source source = Source::kClient);

/// JSON text without spaces, numbers in the shortest form that reads back the same ("12.5", where Boost 1.81 writes
/// "1.25E1"). What is not finite becomes null.
[[nodiscard]] std::string to_text(const boost::json::value& value);
[[nodiscard]] std::string to_text(const boost::json::object& object);

/// JSON Schema 2020-12 of T as OpenAPI 3.1 uses it: title, description, properties, required, additionalProperties
/// false; nested structs inline; internal fields left out. Read-only fields carry readOnly and are required if they are
/// always sent (OpenAPI: that binds answers only); fields that may be absent without being optional carry default.
template <class T>
[[nodiscard]] boost::json::object json_schema();

/// The JSON name of a described enumerator: kNoResponse → "no-response".
template <class E>
[[nodiscard]] std::string_view enum_name(E value);

/// The JSON name of a member: "occurred_at" → "occurredAt".
[[nodiscard]] std::string json_name(std::string_view member);

/// RFC 7396 applied to an object (null removes).
void merge_patch(boost::json::object& target, const boost::json::object& patch);

/// kInvalid from a list of wrong fields.
[[nodiscard]] Error invalid(Errors errors);

}  // namespace doggy::codec

#include "platform/json/codec_impl.h"
