#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "platform/json/codec.h"
#include "platform/json/email.h"
#include "platform/json/line.h"
#include "platform/json/utf8.h"

namespace doggy::codec {
namespace detail {
namespace {

using boost::json::kind;
using boost::json::value;

constexpr std::size_t kMaxErrors = 1000;            // An answer that somebody can still read.
constexpr std::size_t kMaxNameInError = 100;        // In code points; a client's unknown name can be a megabyte.
constexpr double kTwoTo63 = 9223372036854775808.0;  // The first doubles that no 64-bit integer can hold.
constexpr double kTwoTo64 = 18446744073709551616.0;

std::string_view view(const boost::json::string& text) {
  return {text.data(), text.size()};
}

std::string with_unit(double bound, const Field& field) {
  return field.unit.empty() ? fmt::format("{}", bound) : fmt::format("{} {}", bound, field.unit);
}

bool within_bounds(Decoding& decoding, const Path& path, double number, const Field& field) {
  if (!decoding.checks_bounds()) return true;
  if (field.minimum && number < *field.minimum) {
    decoding.error(path, "minimum", fmt::format("Must be at least {}.", with_unit(*field.minimum, field)));
    return false;
  }
  if (field.maximum && number > *field.maximum) {
    decoding.error(path, "maximum", fmt::format("Must be at most {}.", with_unit(*field.maximum, field)));
    return false;
  }
  return true;
}

void not_an_integer(Decoding& decoding, const Path& path) {
  decoding.error(path, "type", "Must be a whole number.");
}

template <class Integer>
void above(Decoding& decoding, const Path& path, Integer highest) {
  decoding.error(path, "maximum", fmt::format("Must be at most {}.", highest));
}

template <class Integer>
void below(Decoding& decoding, const Path& path, Integer lowest) {
  decoding.error(path, "minimum", fmt::format("Must be at least {}.", lowest));
}

bool is_storable(std::string_view text) {
  return text.find('\0') == std::string_view::npos && is_valid_utf8(text);
}

/// The string, if it is one that can be stored.
std::optional<std::string_view> checked_string(Decoding& decoding, const Path& path, const value& input) {
  const auto* text = input.if_string();
  if (text == nullptr) {
    decoding.error(path, "type", "Must be a string.");
    return {};
  }
  if (!is_storable(view(*text))) {
    decoding.error(path, "format", "Must be valid UTF-8 without the character NUL.");
    return {};
  }
  return view(*text);
}

/// Free-form parts are kept as they are, so only what JSON text cannot carry is refused.
bool is_storable(const value& input) {
  switch (input.kind()) {
    case kind::string:
      return is_storable(view(input.get_string()));
    case kind::double_:
      return std::isfinite(input.get_double());
    case kind::array:
      return std::ranges::all_of(input.get_array(), [](const value& element) { return is_storable(element); });
    case kind::object:
      return std::ranges::all_of(input.get_object(), [](const auto& pair) {
        return is_storable(std::string_view(pair.key())) && is_storable(pair.value());
      });
    case kind::null:
    case kind::bool_:
    case kind::int64:
    case kind::uint64:
      return true;
  }
  return false;
}

void report_unknown(Decoding& decoding, const Path& path, const boost::json::object& object, const Struct& type) {
  for (const auto& pair : object) {
    const std::string_view name = pair.key();
    const auto member = std::ranges::find(type.members, name, &Member::name);
    if (member != type.members.end() && member->field->access != Access::kInternal) continue;
    const std::string_view shown = is_storable(name) ? first_code_points(name, kMaxNameInError) : "?";
    decoding.error(Path(path, shown), "unknown", "There is no such field.");
  }
}

}  // namespace

std::string Path::text() const {
  std::string text;
  append_to(text);
  return text;
}

void Path::append_to(std::string& text) const {
  if (parent_ != nullptr) parent_->append_to(text);
  if (index_ != kNoIndex) {
    text += fmt::format("[{}]", index_);
  } else {
    if (!text.empty() && !name_.empty()) text += '.';
    text += name_;
  }
}

bool Decoding::checks_bounds() const {
  return source == Source::kClient;
}

void Decoding::error(const Path& path, std::string_view rule, std::string message) {
  if (errors.size() < kMaxErrors) errors.push_back({path.text(), std::string(rule), std::move(message)});
}

void decode_struct(Decoding& decoding, const Path& path, const value& input, const Struct& type, void* out) {
  const auto* object = input.if_object();
  if (object == nullptr) return decoding.error(path, "type", "Must be an object.");
  const bool from_client = decoding.source == Source::kClient;
  std::size_t known = 0;
  for (const Member& member : type.members) {
    const value* sent = object->if_contains(member.name);
    if (from_client && member.field->access == Access::kInternal) continue;
    if (sent != nullptr) ++known;
    const bool absent = sent == nullptr || sent->is_null();
    if (from_client && member.field->access == Access::kReadOnly) {
      if (!absent) decoding.error(Path(path, member.name), "readOnly", "Is set by the server and cannot be sent.");
    } else if (!absent) {
      member.decode(decoding, Path(path, member.name), *sent, *member.field, out);
    } else if (member.presence == Presence::kRequired) {
      decoding.error(Path(path, member.name), "required", "Is required.");
    }
  }
  if (from_client && known != object->size()) report_unknown(decoding, path, *object, type);
}

boost::json::object encode_struct(const void* in, const Struct& type, Source source) {
  boost::json::object object;
  object.reserve(type.members.size());
  for (const Member& member : type.members) {
    if (member.field->access == Access::kInternal && source != Source::kStored) continue;
    if (auto encoded = member.encode(in, source)) {
      object.emplace(member.name, *std::move(encoded));
    } else if (member.field->sends_null) {
      object.emplace(member.name, nullptr);
    }
  }
  return object;
}

void decode_bool(Decoding& decoding, const Path& path, const value& input, bool& out) {
  if (const bool* flag = input.if_bool()) {
    out = *flag;
  } else {
    decoding.error(path, "type", "Must be true or false.");
  }
}

std::optional<std::int64_t> decode_signed(Decoding& decoding, const Path& path, const value& input, const Field& field,
                                          std::int64_t lowest, std::int64_t highest) {
  std::int64_t number = 0;
  if (const auto* integer = input.if_int64()) {
    number = *integer;
  } else if (input.is_uint64()) {  // Boost.JSON uses it for what is above the signed range.
    above(decoding, path, highest);
    return {};
  } else if (const auto* real = input.if_double()) {
    // JSON Schema: 1.0 is an integer.
    if (std::isfinite(*real) && std::trunc(*real) != *real) return not_an_integer(decoding, path), std::nullopt;
    if (*real >= kTwoTo63) return above(decoding, path, highest), std::nullopt;
    if (*real < -kTwoTo63) return below(decoding, path, lowest), std::nullopt;
    number = static_cast<std::int64_t>(*real);
  } else {
    return not_an_integer(decoding, path), std::nullopt;
  }
  if (!within_bounds(decoding, path, static_cast<double>(number), field)) return {};
  if (number > highest) return above(decoding, path, highest), std::nullopt;
  if (number < lowest) return below(decoding, path, lowest), std::nullopt;
  return number;
}

std::optional<std::uint64_t> decode_unsigned(Decoding& decoding, const Path& path, const value& input,
                                             const Field& field, std::uint64_t highest) {
  std::uint64_t number = 0;
  if (const auto* integer = input.if_int64()) {
    if (*integer < 0) return below(decoding, path, static_cast<std::int64_t>(field.minimum.value_or(0))), std::nullopt;
    number = static_cast<std::uint64_t>(*integer);
  } else if (const auto* natural = input.if_uint64()) {
    number = *natural;
  } else if (const auto* real = input.if_double()) {
    if (std::isfinite(*real) && std::trunc(*real) != *real) return not_an_integer(decoding, path), std::nullopt;
    if (*real >= kTwoTo64) return above(decoding, path, highest), std::nullopt;
    if (*real < 0) return below(decoding, path, static_cast<std::int64_t>(field.minimum.value_or(0))), std::nullopt;
    number = static_cast<std::uint64_t>(*real);
  } else {
    return not_an_integer(decoding, path), std::nullopt;
  }
  if (!within_bounds(decoding, path, static_cast<double>(number), field)) return {};
  if (number > highest) return above(decoding, path, highest), std::nullopt;
  return number;
}

void decode_double(Decoding& decoding, const Path& path, const value& input, const Field& field, double& out) {
  double number = 0;
  if (const auto* integer = input.if_int64()) {
    number = static_cast<double>(*integer);
  } else if (const auto* natural = input.if_uint64()) {
    number = static_cast<double>(*natural);
  } else if (const auto* real = input.if_double()) {
    number = *real;
  } else {
    return decoding.error(path, "type", "Must be a number.");
  }
  if (!within_bounds(decoding, path, number, field)) return;
  if (!std::isfinite(number)) {  // Such as 1e400.
    return decoding.error(path, number > 0 ? "maximum" : "minimum", "Is beyond what a number can hold.");
  }
  out = number;
}

void decode_string(Decoding& decoding, const Path& path, const value& input, const Field& field, std::string& out) {
  const auto text = checked_string(decoding, path, input);
  if (!text) return;
  if (decoding.checks_bounds()) {
    const std::size_t length = count_code_points(*text);
    if (length < field.min_length) {
      return decoding.error(path, "minLength",
                            field.min_length == 1 ? std::string("Must not be empty.")
                                                  : fmt::format("Must have at least {} characters.", field.min_length));
    }
    if (length > field.max_length) {
      return decoding.error(path, "maxLength", fmt::format("Must have at most {} characters.", field.max_length));
    }
    if (field.max_length <= kLongestLine && !is_one_line(*text)) {
      return decoding.error(path, "singleLine",
                            "Must be one line, without control characters or characters that turn the direction of "
                            "writing.");
    }
    if (field.format == "email" && !is_plain_email(*text)) {
      return decoding.error(path, "format", "Must be an email address such as name@example.org.");
    }
  }
  out = *text;
}

void decode_timestamp(Decoding& decoding, const Path& path, const value& input, Timestamp& out) {
  const auto text = checked_string(decoding, path, input);
  if (!text) return;
  auto time = Timestamp::parse(*text);
  if (!time) {
    return decoding.error(path, "format",
                          "Must be a date and time with UTC offset (RFC 3339), such as 2026-11-23T10:00:00+01:00.");
  }
  out = *std::move(time);
}

void decode_date(Decoding& decoding, const Path& path, const value& input, Date& out) {
  const auto text = checked_string(decoding, path, input);
  if (!text) return;
  const auto date = Date::parse(*text);
  if (!date) return decoding.error(path, "format", "Must be a date such as 2018-07-16.");
  out = *date;
}

void decode_uuid(Decoding& decoding, const Path& path, const value& input, Uuid& out) {
  const auto text = checked_string(decoding, path, input);
  if (!text) return;
  const auto id = Uuid::parse(*text);
  if (!id) {
    return decoding.error(path, "format", "Must be a UUID such as 019ab0f0-1c2d-7abc-8def-0123456789ab.");
  }
  out = *id;
}

void decode_object(Decoding& decoding, const Path& path, const value& input, boost::json::object& out) {
  if (!input.is_object()) return decoding.error(path, "type", "Must be an object.");
  value any;
  decode_any(decoding, path, input, any);
  if (any.is_object()) out = std::move(any.get_object());
}

void decode_any(Decoding& decoding, const Path& path, const value& input, value& out) {
  if (is_storable(input)) {
    out = input;
  } else {
    decoding.error(path, "format", "Must hold valid UTF-8 without the character NUL, and finite numbers.");
  }
}

std::optional<std::size_t> decode_enum(Decoding& decoding, const Path& path, const value& input,
                                       std::span<const std::string_view> names) {
  const auto* text = input.if_string();
  if (text == nullptr) {
    decoding.error(path, "type", "Must be a string.");
    return {};
  }
  const auto name = std::ranges::find(names, view(*text));
  if (name == names.end()) {
    decoding.error(path, "enum", fmt::format("Must be one of: {}.", fmt::join(names, ", ")));
    return {};
  }
  return static_cast<std::size_t>(name - names.begin());
}

const boost::json::array* decode_array(Decoding& decoding, const Path& path, const value& input, const Field& field) {
  const auto* array = input.if_array();
  if (array == nullptr) {
    decoding.error(path, "type", "Must be a list.");
    return nullptr;
  }
  if (!decoding.checks_bounds()) return array;
  if (array->size() < field.min_items) {
    decoding.error(path, "minItems", fmt::format("Must have at least {} items.", field.min_items));
    return nullptr;
  }
  if (array->size() > field.max_items) {
    decoding.error(path, "maxItems", fmt::format("Must have at most {} items.", field.max_items));
    return nullptr;
  }
  return array;
}

}  // namespace detail

Error invalid(Errors errors) {
  std::string detail = errors.size() == 1 ? "1 field is wrong." : fmt::format("{} fields are wrong.", errors.size());
  return Error{.code = Code::kInvalid, .detail = std::move(detail), .fields = std::move(errors)};
}

}  // namespace doggy::codec
