// Weeks as ISO 8601 counts them: they begin on Monday, and belong to the year that has their Thursday.
#pragma once

#include <compare>
#include <string>

#include "platform/time/timestamp.h"

namespace doggy::progress {

class IsoWeek {
 public:
  /// The week that `day` lies in.
  [[nodiscard]] static IsoWeek of(const Date& day);

  [[nodiscard]] const Date& monday() const { return monday_; }
  [[nodiscard]] IsoWeek next() const;
  /// "2026-W48".
  [[nodiscard]] std::string text() const;

  friend auto operator<=>(const IsoWeek&, const IsoWeek&) = default;

 private:
  Date monday_;
};

}  // namespace doggy::progress
