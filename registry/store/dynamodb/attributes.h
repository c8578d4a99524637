// Items, keys and conditions as DynamoDB has them. README.md of this folder says why so.
#pragma once

#include <boost/json/object.hpp>
#include <cstddef>
#include <string>

#include "registry/store/store.h"

namespace doggy::store::dynamodb {

inline constexpr const char* kVersion = "v";
inline constexpr const char* kBody = "b";       // Absent: empty, or apart.
inline constexpr const char* kApart = "o";      // There when the body is in the next one.
inline constexpr const char* kBodyApart = "c";  // Not in the indexes.
inline constexpr const char* kLabel = "l";
inline constexpr const char* kExpires = "x";

/// What orders an index: "sk", "t" or "k".
[[nodiscard]] const char* sort_attribute(Index index);
/// The index' name in the table; empty for the primary one.
[[nodiscard]] const char* index_name(Index index);

[[nodiscard]] boost::json::object string_value(const std::string& text);
[[nodiscard]] boost::json::object number_value(std::uint64_t number);

[[nodiscard]] boost::json::object key_attributes(const Key& key);
[[nodiscard]] boost::json::object attributes_of(const Item& item);

/// Throws std::runtime_error for what no store of ours has written.
[[nodiscard]] Item item_of(const boost::json::object& attributes);

/// Whether the item came from an index, which leaves its body out.
[[nodiscard]] bool lacks_body(const boost::json::object& attributes);

/// What a request needs so that it holds; nothing under Any.
void add_condition(const Condition& condition, boost::json::object& request);

/// Bytes as DynamoDB counts them: names and values.
[[nodiscard]] std::size_t size_of(const Item& item);

}  // namespace doggy::store::dynamodb
