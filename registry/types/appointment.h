// An appointment: a class, a private session, a walk; once or again by a rule.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "platform/id/uuid.h"
#include "platform/json/schema.h"
#include "platform/time/timestamp.h"
#include "registry/types/record_type.h"

namespace doggy::types {

enum class AppointmentKind : std::uint8_t { kClass, kSession, kWalk, kVet, kCare, kOther };
BOOST_DESCRIBE_ENUM(AppointmentKind, kClass, kSession, kWalk, kVet, kCare, kOther)

/// Somebody who is to come; with an account if there is one.
struct Attendee {
  std::optional<Uuid> account_id;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(Attendee, (), (account_id, name))

struct Appointment {
  std::string title;
  AppointmentKind kind = AppointmentKind::kSession;
  std::optional<Timestamp> ends_at;
  std::optional<std::string> place;
  std::optional<std::string> room;
  std::optional<std::string> time_zone;
  std::optional<std::string> recurrence;
  std::vector<Date> except_dates;
  std::vector<Attendee> attendees;
  std::optional<Uuid> group_id;
  std::optional<std::string> notes;
  bool canceled = false;
};
BOOST_DESCRIBE_STRUCT(Appointment, (),
                      (title, kind, ends_at, place, room, time_zone, recurrence, except_dates, attendees, group_id,
                       notes, canceled))

[[nodiscard]] RecordType appointment_type();

}  // namespace doggy::types

namespace doggy::codec {

template <>
struct Schema<types::Attendee> {
  static constexpr std::string_view kName = "Attendee";
  static constexpr std::string_view kDoc = "Somebody who is to come.";
  static constexpr std::array kFields{
      Field{.member = "account_id", .doc = "The person's account, if there is one."},
      Field{.member = "name", .doc = "The person's name.", .min_length = 1, .max_length = 200},
  };
};

template <>
struct Schema<types::Appointment> {
  static constexpr std::string_view kName = "appointment";
  static constexpr std::string_view kDoc = "A class, a session, a walk; it begins at occurredAt, and may recur.";
  static constexpr std::array kFields{
      Field{.member = "title", .doc = "What it is called.", .min_length = 1, .max_length = 200},
      Field{.member = "kind", .doc = "What it is."},
      Field{.member = "ends_at", .doc = "Its end, at most 60 days after its beginning."},
      Field{.member = "place", .doc = "Where.", .max_length = 200},
      Field{.member = "room", .doc = "The room or field.", .max_length = 100},
      Field{.member = "time_zone",
            .doc = "The place's IANA time zone, such as Europe/Berlin; absent: the offset of occurredAt, all year.",
            .max_length = 64,
            .format = "iana-time-zone"},
      Field{.member = "recurrence",
            .doc = "An RFC 5545 rule, such as FREQ=WEEKLY;BYDAY=TU; daily or rarer.",
            .min_length = 1,
            .max_length = 500,
            .format = "rfc5545-recur"},
      Field{.member = "except_dates", .doc = "Local days on which it does not take place.", .max_items = 200},
      Field{.member = "attendees", .doc = "Who is to come.", .max_items = 50},
      Field{.member = "group_id", .doc = "The same in the appointments of all dogs that come to it."},
      Field{.member = "notes", .doc = "Anything else.", .max_length = 5000},
      Field{.member = "canceled", .doc = "Whether it does not take place.", .defaulted = true},
  };
};

}  // namespace doggy::codec
