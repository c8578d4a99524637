// What a described struct says about its fields beyond name and type. One table beside the struct; decoding,
// validation, JSON Schema, CSV columns and documentation derive from it.
//
//   struct Weight { double kilograms = 0; std::optional<std::string> method; };
//   BOOST_DESCRIBE_STRUCT(Weight, (), (kilograms, method))
//   template <> struct doggy::codec::Schema<Weight> {
//     static constexpr std::string_view kName = "Weight";
//     static constexpr std::string_view kDoc = "A weighing.";
//     static constexpr std::array kFields{
//         Field{.member = "kilograms", .doc = "Body weight.", .minimum = 0.1, .maximum = 150, .unit = "kg"},
//         Field{.member = "method", .doc = "How it was weighed.", .max_length = 200},
//     };
//   };
//
// A described member without an entry, or an entry without a member, does not compile.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace doggy::codec {

enum class Access {
  kWritable,  // The client may send it.
  kReadOnly,  // The server sets it; sending it is refused with the rule "readOnly".
  kInternal,  // Stored, never sent and never accepted.
};

/// Bounds are inclusive. Lengths count Unicode code points.
struct Field {
  std::string_view member;  // The C++ name, snake_case; the JSON name is its camelCase.
  std::string_view doc;
  Access access = Access::kWritable;
  std::optional<double> minimum = {};
  std::optional<double> maximum = {};
  std::size_t min_length = 0;
  std::size_t max_length = 1000;
  std::size_t min_items = 0;
  std::size_t max_items = 1000;
  std::string_view unit = {};        // "s", "m", "kg"; shown in the schema's description and in CSV headers.
  std::string_view format = {};      // "email" checks a plain address; others only document.
  std::string_view references = {};  // What the id is of; documents only ("x-references").
  bool defaulted = false;            // May be absent; the struct's own initializer stands then.
  bool sends_null = false;           // An empty optional is sent as null instead of being left out.
};

template <class T>
struct Schema;

}  // namespace doggy::codec
