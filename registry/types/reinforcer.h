// A reinforcer: what the dog works for.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "platform/json/schema.h"
#include "registry/types/record_type.h"

namespace doggy::types {

enum class ReinforcerKind : std::uint8_t { kFood, kToy, kActivity, kTouch, kOther };
BOOST_DESCRIBE_ENUM(ReinforcerKind, kFood, kToy, kActivity, kTouch, kOther)

enum class Liking : std::uint8_t { kLike, kFavorite };
BOOST_DESCRIBE_ENUM(Liking, kLike, kFavorite)

struct Reinforcer {
  std::string name;
  ReinforcerKind kind = ReinforcerKind::kFood;
  Liking liking = Liking::kLike;
  std::optional<int> rank;
  std::optional<std::string> notes;
};
BOOST_DESCRIBE_STRUCT(Reinforcer, (), (name, kind, liking, rank, notes))

[[nodiscard]] RecordType reinforcer_type();

}  // namespace doggy::types

namespace doggy::codec {

template <>
struct Schema<types::Reinforcer> {
  static constexpr std::string_view kName = "reinforcer";
  static constexpr std::string_view kDoc = "What the dog works for.";
  static constexpr std::array kFields{
      Field{.member = "name", .doc = "What it is.", .min_length = 1, .max_length = 200},
      Field{.member = "kind", .doc = "What sort of thing."},
      Field{.member = "liking", .doc = "How much the dog likes it.", .defaulted = true},
      Field{.member = "rank", .doc = "Its place in a preference test; 1 is the best.", .minimum = 1, .maximum = 100},
      Field{.member = "notes", .doc = "Anything else.", .max_length = 5000},
  };
};

}  // namespace doggy::codec
