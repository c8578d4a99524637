// At which distance a dog reacts to a trigger every other time.
//
// A reaction of at least `cutoff` counts as one. Logistic regression of reacting on distance by maximum likelihood
// (iteratively reweighted least squares): log odds = b0 + b1 distance; the distance of even odds is -b0 / b1. Its 95 %
// interval is Fieller's: all d with (b0 + b1 d)^2 <= 1.96^2 (v00 + 2 d v01 + d^2 v11), v: the estimates' covariance.
// Sources: Collett 2003, Modelling Binary Data (2nd ed.), chapter 4; Fieller 1954, Journal of the Royal Statistical
// Society B 16, 175-185; Albert & Anderson 1984, Biometrika 71, 1-10 (separation). Not computable: fewer than 6
// exposures, all or none with a reaction, all at one distance, a distance that tells them apart but for those at it
// (then `calm_from` and `reacted_to` bound it), odds that do not fall with distance, or that are below even from 0 m
// on. The interval is absent where the slope differs from 0 too little for a bounded one.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "platform/json/schema.h"

namespace doggy::progress {

struct DistanceBin {
  double from_meters = 0;
  double to_meters = 0;
  std::uint64_t n = 0;
  std::uint64_t reacted = 0;
  double mean_reaction = 0;
};
BOOST_DESCRIBE_STRUCT(DistanceBin, (), (from_meters, to_meters, n, reacted, mean_reaction))

struct TriggerThreshold {
  std::uint64_t n = 0;
  std::uint64_t reacted = 0;
  int cutoff = 2;
  std::optional<double> meters;
  std::optional<double> low_meters;
  std::optional<double> high_meters;
  std::optional<double> reacted_to;
  std::optional<double> calm_from;
  std::optional<std::string> reason;
  std::vector<DistanceBin> bins;
};
BOOST_DESCRIBE_STRUCT(TriggerThreshold, (),
                      (n, reacted, cutoff, meters, low_meters, high_meters, reacted_to, calm_from, reason, bins))

struct Exposure {
  double distance_meters = 0;
  int reaction = 0;
};

[[nodiscard]] TriggerThreshold trigger_threshold(std::span<const Exposure> exposures, int cutoff = 2);

}  // namespace doggy::progress

namespace doggy::codec {

template <>
struct Schema<progress::DistanceBin> {
  static constexpr std::string_view kName = "DistanceBin";
  static constexpr std::string_view kDoc = "Exposures at similar distances.";
  static constexpr std::array kFields{
      Field{.member = "from_meters", .doc = "From this distance.", .access = Access::kReadOnly, .unit = "m"},
      Field{.member = "to_meters", .doc = "To before this one.", .access = Access::kReadOnly, .unit = "m"},
      Field{.member = "n", .doc = "Exposures.", .access = Access::kReadOnly},
      Field{.member = "reacted", .doc = "Those with a reaction.", .access = Access::kReadOnly},
      Field{.member = "mean_reaction", .doc = "Reaction from 0 to 5, on average.", .access = Access::kReadOnly},
  };
};

template <>
struct Schema<progress::TriggerThreshold> {
  static constexpr std::string_view kName = "TriggerThreshold";
  static constexpr std::string_view kDoc = "At which distance a dog reacts every other time.";
  static constexpr std::array kFields{
      Field{.member = "n", .doc = "Exposures.", .access = Access::kReadOnly},
      Field{.member = "reacted", .doc = "Those with a reaction of at least the cutoff.", .access = Access::kReadOnly},
      Field{.member = "cutoff", .doc = "From this reaction on it counts.", .access = Access::kReadOnly},
      Field{.member = "meters",
            .doc = "The distance of even odds.",
            .access = Access::kReadOnly,
            .unit = "m",
            .sends_null = true},
      Field{.member = "low_meters",
            .doc = "Lower end of its 95 % interval, at least 0.",
            .access = Access::kReadOnly,
            .unit = "m"},
      Field{.member = "high_meters", .doc = "Upper end.", .access = Access::kReadOnly, .unit = "m"},
      Field{.member = "reacted_to",
            .doc = "The farthest distance with a reaction.",
            .access = Access::kReadOnly,
            .unit = "m"},
      Field{.member = "calm_from", .doc = "The nearest distance without.", .access = Access::kReadOnly, .unit = "m"},
      Field{.member = "reason", .doc = "Why there is no distance or no interval.", .access = Access::kReadOnly},
      Field{.member = "bins", .doc = "From near to far; empty ones are left out.", .access = Access::kReadOnly},
  };
};

}  // namespace doggy::codec
