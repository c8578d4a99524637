// An RSVP: whether somebody comes to an appointment.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "platform/id/uuid.h"
#include "platform/json/schema.h"
#include "platform/time/timestamp.h"
#include "registry/types/record_type.h"

namespace doggy::types {

enum class Answer : std::uint8_t { kYes, kNo, kMaybe };
BOOST_DESCRIBE_ENUM(Answer, kYes, kNo, kMaybe)

struct Rsvp {
  Uuid appointment_id;
  Answer answer = Answer::kYes;
  std::optional<Date> occurrence;
  std::optional<std::string> comment;
};
BOOST_DESCRIBE_STRUCT(Rsvp, (), (appointment_id, answer, occurrence, comment))

/// Whoever reads the appointment may answer it.
[[nodiscard]] RecordType rsvp_type();

}  // namespace doggy::types

namespace doggy::codec {

template <>
struct Schema<types::Rsvp> {
  static constexpr std::string_view kName = "rsvp";
  static constexpr std::string_view kDoc =
      "Whether its author comes to an appointment; the latest one of a person counts.";
  static constexpr std::array kFields{
      Field{.member = "appointment_id", .doc = "The appointment.", .references = "appointment"},
      Field{.member = "answer", .doc = "Whether the author comes."},
      Field{.member = "occurrence", .doc = "The day, of an appointment that recurs; absent: every one."},
      Field{.member = "comment", .doc = "A word to it.", .max_length = 500},
  };
};

}  // namespace doggy::codec
