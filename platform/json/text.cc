// Boost 1.81 writes 12.5 as 1.25E1, which is right but nothing that people should have to read in an export.
#include <charconv>
#include <cmath>

#include "platform/json/codec.h"

namespace doggy::codec {
namespace {

using boost::json::kind;
using boost::json::value;

void append(std::string& text, const value& value);

void append_string(std::string& text, std::string_view string) {
  constexpr std::string_view kHex = "0123456789abcdef";
  text += '"';
  for (char c : string) {
    switch (c) {
      case '"':
        text += "\\\"";
        break;
      case '\\':
        text += "\\\\";
        break;
      case '\n':
        text += "\\n";
        break;
      case '\r':
        text += "\\r";
        break;
      case '\t':
        text += "\\t";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          text += "\\u00";
          text += kHex[static_cast<std::size_t>(c) >> 4];
          text += kHex[static_cast<std::size_t>(c) & 0xf];
        } else {
          text += c;
        }
    }
  }
  text += '"';
}

template <class Number>
void append_number(std::string& text, Number number) {
  char digits[32];
  const auto end = std::to_chars(std::begin(digits), std::end(digits), number);
  text.append(digits, end.ptr);
}

void append_double(std::string& text, double number) {
  if (std::isfinite(number)) {
    append_number(text, number);  // The shortest text that reads back the same.
  } else {
    text += "null";
  }
}

void append_array(std::string& text, const boost::json::array& array) {
  text += '[';
  bool first = true;
  for (const value& element : array) {
    if (!std::exchange(first, false)) text += ',';
    append(text, element);
  }
  text += ']';
}

void append_object(std::string& text, const boost::json::object& object) {
  text += '{';
  bool first = true;
  for (const auto& pair : object) {
    if (!std::exchange(first, false)) text += ',';
    append_string(text, pair.key());
    text += ':';
    append(text, pair.value());
  }
  text += '}';
}

void append(std::string& text, const value& value) {
  switch (value.kind()) {
    case kind::null:
      text += "null";
      return;
    case kind::bool_:
      text += value.get_bool() ? "true" : "false";
      return;
    case kind::int64:
      return append_number(text, value.get_int64());
    case kind::uint64:
      return append_number(text, value.get_uint64());
    case kind::double_:
      return append_double(text, value.get_double());
    case kind::string:
      return append_string(text, {value.get_string().data(), value.get_string().size()});
    case kind::array:
      return append_array(text, value.get_array());
    case kind::object:
      return append_object(text, value.get_object());
  }
}

}  // namespace

std::string to_text(const boost::json::object& object) {
  std::string text;
  append_object(text, object);
  return text;
}

std::string to_text(const value& value) {
  std::string text;
  append(text, value);
  return text;
}

}  // namespace doggy::codec
