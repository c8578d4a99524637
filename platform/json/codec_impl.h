// The templates of codec.h, kept thin: a table per type, and non-template functions that work on it. Included by
// codec.h only.
#pragma once

#include <algorithm>
#include <array>
#include <boost/describe/enumerators.hpp>
#include <boost/describe/members.hpp>
#include <boost/mp11/list.hpp>
#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "platform/json/decoding.h"
#include "platform/json/names.h"
#include "platform/try.h"

namespace doggy::codec::detail {

/// How one type is read, written and described: decode(Decoding&, const Path&, value, Field, T& out),
/// encode(const T&, Source), schema(Field).
template <class T>
struct Coder;

template <class T>
concept Described = boost::describe::has_describe_members<T>::value && requires { Schema<T>::kFields; };

template <class T>
concept DescribedEnum = std::is_enum_v<T> && boost::describe::has_describe_enumerators<T>::value;

// Enums

template <class D>
inline constexpr auto kEnumeratorName = kebab_case<std::string_view(D::name).size()>(D::name);

template <DescribedEnum E, class List = boost::describe::describe_enumerators<E>>
struct EnumTable;

template <DescribedEnum E, template <class...> class List, class... D>
struct EnumTable<E, List<D...>> {
  static constexpr std::array<std::string_view, sizeof...(D)> kNames{kEnumeratorName<D>.view()...};
  static constexpr std::array<E, sizeof...(D)> kValues{D::value...};
};

template <DescribedEnum E>
struct Coder<E> {
  using Table = EnumTable<E>;
  static void decode(Decoding& decoding, const Path& path, const boost::json::value& value, const Field&, E& out) {
    if (const auto place = decode_enum(decoding, path, value, Table::kNames)) out = Table::kValues[*place];
  }
  static std::string_view name(E value) {
    const auto place = static_cast<std::size_t>(std::ranges::find(Table::kValues, value) - Table::kValues.begin());
    return Table::kNames.at(place);  // Throws for a number that is no enumerator.
  }
  static boost::json::value encode(E value, Source) { return boost::json::value(name(value)); }
  static boost::json::object schema(const Field&) { return enum_schema(Table::kNames); }
};

// Scalars

template <>
struct Coder<bool> {
  static void decode(Decoding& decoding, const Path& path, const boost::json::value& value, const Field&, bool& out) {
    decode_bool(decoding, path, value, out);
  }
  static boost::json::value encode(bool value, Source) { return value; }
  static boost::json::object schema(const Field&) { return {{"type", "boolean"}}; }
};

template <std::signed_integral T>
struct Coder<T> {
  using Limits = std::numeric_limits<T>;
  static void decode(Decoding& decoding, const Path& path, const boost::json::value& value, const Field& field,
                     T& out) {
    const auto number = decode_signed(decoding, path, value, field, Limits::min(), Limits::max());
    if (number) out = static_cast<T>(*number);
  }
  static boost::json::value encode(T value, Source) { return std::int64_t{value}; }
  static boost::json::object schema(const Field& field) { return signed_schema(field, 8 * sizeof(T)); }
};

template <std::unsigned_integral T>
struct Coder<T> {
  static void decode(Decoding& decoding, const Path& path, const boost::json::value& value, const Field& field,
                     T& out) {
    const auto number = decode_unsigned(decoding, path, value, field, std::numeric_limits<T>::max());
    if (number) out = static_cast<T>(*number);
  }
  static boost::json::value encode(T value, Source) { return std::uint64_t{value}; }
  static boost::json::object schema(const Field& field) { return unsigned_schema(field, 8 * sizeof(T)); }
};

template <>
struct Coder<double> {
  static void decode(Decoding& decoding, const Path& path, const boost::json::value& value, const Field& field,
                     double& out) {
    decode_double(decoding, path, value, field, out);
  }
  static boost::json::value encode(double value, Source) { return value; }
  static boost::json::object schema(const Field& field) { return double_schema(field); }
};

template <>
struct Coder<std::string> {
  static void decode(Decoding& decoding, const Path& path, const boost::json::value& value, const Field& field,
                     std::string& out) {
    decode_string(decoding, path, value, field, out);
  }
  static boost::json::value encode(const std::string& value, Source) { return boost::json::value(value); }
  static boost::json::object schema(const Field& field) { return string_schema(field); }
};

template <>
struct Coder<Timestamp> {
  static void decode(Decoding& decoding, const Path& path, const boost::json::value& value, const Field&,
                     Timestamp& out) {
    decode_timestamp(decoding, path, value, out);
  }
  static boost::json::value encode(const Timestamp& value, Source) { return boost::json::value(value.text()); }
  static boost::json::object schema(const Field&) { return formatted_schema("date-time"); }
};

template <>
struct Coder<Date> {
  static void decode(Decoding& decoding, const Path& path, const boost::json::value& value, const Field&, Date& out) {
    decode_date(decoding, path, value, out);
  }
  static boost::json::value encode(const Date& value, Source) { return boost::json::value(value.text()); }
  static boost::json::object schema(const Field&) { return formatted_schema("date"); }
};

template <>
struct Coder<Uuid> {
  static void decode(Decoding& decoding, const Path& path, const boost::json::value& value, const Field&, Uuid& out) {
    decode_uuid(decoding, path, value, out);
  }
  static boost::json::value encode(const Uuid& value, Source) { return boost::json::value(value.text()); }
  static boost::json::object schema(const Field&) { return formatted_schema("uuid"); }
};

// Free-form parts

template <>
struct Coder<boost::json::object> {
  static void decode(Decoding& decoding, const Path& path, const boost::json::value& value, const Field&,
                     boost::json::object& out) {
    decode_object(decoding, path, value, out);
  }
  static boost::json::value encode(const boost::json::object& value, Source) { return value; }
  static boost::json::object schema(const Field&) { return {{"type", "object"}}; }
};

template <>
struct Coder<boost::json::value> {
  static void decode(Decoding& decoding, const Path& path, const boost::json::value& value, const Field&,
                     boost::json::value& out) {
    decode_any(decoding, path, value, out);
  }
  static boost::json::value encode(const boost::json::value& value, Source) { return value; }
  static boost::json::object schema(const Field&) { return {}; }
};

// Containers

template <class T>
struct Coder<std::optional<T>> {
  static void decode(Decoding& decoding, const Path& path, const boost::json::value& value, const Field& field,
                     std::optional<T>& out) {
    if (value.is_null()) {
      out.reset();
    } else {
      Coder<T>::decode(decoding, path, value, field, out.emplace());
    }
  }
  static boost::json::value encode(const std::optional<T>& value, Source source) {
    return value ? boost::json::value(Coder<T>::encode(*value, source)) : boost::json::value();
  }
  static boost::json::object schema(const Field& field) { return Coder<T>::schema(field); }
};

template <class T>
struct Coder<std::vector<T>> {
  static void decode(Decoding& decoding, const Path& path, const boost::json::value& value, const Field& field,
                     std::vector<T>& out) {
    const boost::json::array* array = decode_array(decoding, path, value, field);
    if (array == nullptr) return;
    out.clear();
    out.reserve(array->size());
    for (std::size_t i = 0; i < array->size(); ++i) {
      T element{};
      Coder<T>::decode(decoding, Path(path, i), (*array)[i], field, element);
      out.push_back(std::move(element));
    }
  }
  static boost::json::value encode(const std::vector<T>& values, Source source) {
    boost::json::array array;
    array.reserve(values.size());
    for (const auto& value : values) array.push_back(Coder<T>::encode(value, source));
    return array;
  }
  static boost::json::object schema(const Field& field) { return array_schema(field, Coder<T>::schema(field)); }
};

// Structs

template <class T>
inline constexpr bool kIsOptional = false;
template <class T>
inline constexpr bool kIsOptional<std::optional<T>> = true;
template <class T>
inline constexpr bool kIsVector = false;
template <class T>
inline constexpr bool kIsVector<std::vector<T>> = true;

template <class T>
consteval std::size_t entries_named(std::string_view member) {
  return static_cast<std::size_t>(std::ranges::count(Schema<T>::kFields, member, &Field::member));
}

template <class T>
consteval const Field* entry_named(std::string_view member) {
  return &*std::ranges::find(Schema<T>::kFields, member, &Field::member);
}

template <class D>
inline constexpr auto kMemberName = camel_case<std::string_view(D::name).size()>(D::name);

template <class T, class D>
struct MemberTable {
  using Type = std::remove_cvref_t<decltype(std::declval<T&>().*D::pointer)>;
  static_assert(entries_named<T>(D::name) == 1, "Each described member has exactly one entry in Schema<T>::kFields.");
  static constexpr const Field* kField = entry_named<T>(D::name);

  static consteval Presence presence() {
    if (kIsOptional<Type>) return Presence::kOptional;
    const bool may_be_empty = kIsVector<Type> && kField->min_items == 0;
    return may_be_empty || kField->defaulted ? Presence::kDefault : Presence::kRequired;
  }
  static void decode(Decoding& decoding, const Path& path, const boost::json::value& value, const Field& field,
                     void* object) {
    Coder<Type>::decode(decoding, path, value, field, static_cast<T*>(object)->*D::pointer);
  }
  static std::optional<boost::json::value> encode(const void* object, Source source) {
    const Type& member = static_cast<const T*>(object)->*D::pointer;
    if constexpr (kIsOptional<Type>) {
      if (!member) return std::nullopt;
    }
    return Coder<Type>::encode(member, source);
  }
  static constexpr Member kMember{kMemberName<D>.view(), kField, presence(), &decode, &encode, &Coder<Type>::schema};
};

template <class T, class List>
struct MembersTable;

template <class T, template <class...> class List, class... D>
struct MembersTable<T, List<D...>> {
  static_assert(sizeof...(D) == Schema<T>::kFields.size(),
                "Each entry of Schema<T>::kFields names a described member.");
  static constexpr std::array<Member, sizeof...(D)> kMembers{MemberTable<T, D>::kMember...};
};

template <Described T>
inline constexpr Struct kStruct{
    Schema<T>::kName, Schema<T>::kDoc,
    MembersTable<T, boost::describe::describe_members<T, boost::describe::mod_public>>::kMembers};

template <Described T>
struct Coder<T> {
  static void decode(Decoding& decoding, const Path& path, const boost::json::value& value, const Field&, T& out) {
    decode_struct(decoding, path, value, kStruct<T>, &out);
  }
  static boost::json::value encode(const T& value, Source source) { return encode_struct(&value, kStruct<T>, source); }
  static boost::json::object schema(const Field&) {
    const T defaults{};
    return struct_schema(kStruct<T>, &defaults);
  }
};

}  // namespace doggy::codec::detail

namespace doggy::codec {

template <class T>
std::expected<T, Errors> decode(const boost::json::value& value, Source source, std::string_view path) {
  std::expected<T, Errors> result;
  detail::Decoding decoding{source};
  detail::decode_struct(decoding, detail::Path(path), value, detail::kStruct<T>, &*result);
  if (!decoding.errors.empty()) result = std::unexpected(std::move(decoding.errors));
  return result;
}

template <class T>
Result<T> decode_text(std::string_view text, Source source) {
  TRY(auto value, parse(text));
  auto decoded = decode<T>(value, source);
  if (!decoded) return std::unexpected(invalid(std::move(decoded.error())));
  return *std::move(decoded);
}

template <class T>
boost::json::object encode(const T& value, Source source) {
  return detail::encode_struct(&value, detail::kStruct<T>, source);
}

template <class T>
std::string encode_text(const T& value, Source source) {
  return to_text(encode(value, source));
}

template <class E>
std::string_view enum_name(E value) {
  return detail::Coder<E>::name(value);
}

template <class T>
boost::json::object json_schema() {
  const T defaults{};
  return detail::struct_schema(detail::kStruct<T>, &defaults);
}

}  // namespace doggy::codec
