// How much better the values of a phase B (intervention) are than those of the phase A (baseline) before it.
//
// Over the n_a * n_b pairs of one value of each phase, an improvement counts +1, a deterioration -1, a tie 0; their sum
// is S_P. S_B is the same sum over the ordered pairs within A: its own trend.
//   NAP   (improvements + ties / 2) / (n_a * n_b)            Parker & Vannest 2009, Behavior Therapy 40, 357-367
//   Tau   S_P / (n_a * n_b)                                   Parker, Vannest, Davis & Sauber 2011, Behavior Therapy
//   42, Tau-U (S_P - S_B) / (n_a * n_b)                           284-299; the form of Tau-U is SingleCaseES's PND
//   values of B better than the best of A, in percent   Scruggs, Mastropieri & Casto 1987, RASE 8, 24-33
// Tau-U may lie beyond 1 in this form.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <span>

#include "platform/json/schema.h"
#include "registry/progress/figure.h"

namespace doggy::progress {

/// Which way is better.
enum class WantedChange : std::uint8_t { kIncrease, kDecrease };
BOOST_DESCRIBE_ENUM(WantedChange, kIncrease, kDecrease)

struct PhaseEffects {
  std::uint64_t n_a = 0;
  std::uint64_t n_b = 0;
  Figure nap;
  Figure tau;
  Figure tau_u;
  Figure pnd;
};
BOOST_DESCRIBE_STRUCT(PhaseEffects, (), (n_a, n_b, nap, tau, tau_u, pnd))

/// The values of each phase in the order of time. The figures' n: pairs for NAP, Tau and Tau-U, values of B for PND.
/// Not computable: a phase without values; Tau-U with fewer than two values in A, which have no trend. Takes time in
/// proportion to n_a * (n_a + n_b).
[[nodiscard]] PhaseEffects phase_effects(std::span<const double> a, std::span<const double> b, WantedChange wanted);

}  // namespace doggy::progress

template <>
struct doggy::codec::Schema<doggy::progress::PhaseEffects> {
  static constexpr std::string_view kName = "PhaseEffects";
  static constexpr std::string_view kDoc = "How much better a phase is than the one before it.";
  static constexpr std::array kFields{
      Field{.member = "n_a", .doc = "Values of the first phase.", .access = Access::kReadOnly},
      Field{.member = "n_b", .doc = "Values of the second phase.", .access = Access::kReadOnly},
      Field{.member = "nap", .doc = "Nonoverlap of all pairs, 0 to 1; 0.5 is no effect.", .access = Access::kReadOnly},
      Field{.member = "tau", .doc = "Kendall's tau between the phases, -1 to 1.", .access = Access::kReadOnly},
      Field{.member = "tau_u",
            .doc = "Tau corrected for the trend of the first phase; may lie beyond 1.",
            .access = Access::kReadOnly},
      Field{.member = "pnd",
            .doc = "Values of the second phase beyond the best of the first.",
            .access = Access::kReadOnly,
            .unit = "%"},
  };
};
