// What a progress report is to hold, and for whom: asked for at once or kept with a link.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <vector>

#include "platform/error.h"
#include "platform/id/uuid.h"
#include "platform/json/schema.h"
#include "platform/time/timestamp.h"
#include "registry/circle/policy.h"

namespace doggy::report {

enum class Part : std::uint8_t {
  kTraining,
  kBehavior,
  kTriggers,
  kHomework,
  kHealth,
  kIncidents,
  kVisits,
  kNotes,
  kEvents
};
BOOST_DESCRIBE_ENUM(Part, kTraining, kBehavior, kTriggers, kHomework, kHealth, kIncidents, kVisits, kNotes, kEvents)

struct Request {
  std::optional<Date> from;
  std::optional<Date> to;
  std::optional<int> last_days;
  circle::Role as = circle::Role::kOwner;
  std::vector<Part> include;
  std::vector<Uuid> notes;
};
BOOST_DESCRIBE_STRUCT(Request, (), (from, to, last_days, as, include, notes))

/// Whole days of the dog's place, both inclusive.
struct Period {
  Date from;
  Date to;
};
BOOST_DESCRIBE_STRUCT(Period, (), (from, to))

/// Without any bound the 90 days up to `today`. Error: kInvalid that names from, to or lastDays.
[[nodiscard]] Result<Period> period_of(const Request& request, const Date& today);

[[nodiscard]] bool includes(const Request& request, Part part);

}  // namespace doggy::report

namespace doggy::codec {

template <>
struct Schema<report::Request> {
  static constexpr std::string_view kName = "ReportRequest";
  static constexpr std::string_view kDoc = "What a progress report is to hold, and for whom.";
  static constexpr std::array kFields{
      Field{.member = "from", .doc = "Its first day, at the dog's place."},
      Field{.member = "to", .doc = "Its last day; today unless told."},
      Field{.member = "last_days",
            .doc = "In place of from and to: so many days up to the day on which it is read. 90 unless told.",
            .minimum = 1,
            .maximum = 3660,
            .unit = "d"},
      Field{.member = "as",
            .doc = "Whom it is for: it holds nothing that this role is not shown by default.",
            .defaulted = true},
      Field{.member = "include", .doc = "Its parts; all of them unless told.", .max_items = 9},
      Field{.member = "notes", .doc = "The notes to quote.", .max_items = 50},
  };
};

template <>
struct Schema<report::Period> {
  static constexpr std::string_view kName = "ReportPeriod";
  static constexpr std::string_view kDoc = "Whole days of the dog's place, both inclusive.";
  static constexpr std::array kFields{
      Field{.member = "from", .doc = "The first day.", .access = Access::kReadOnly},
      Field{.member = "to", .doc = "The last day.", .access = Access::kReadOnly},
  };
};

}  // namespace doggy::codec
