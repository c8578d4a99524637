// A score of an assessment made elsewhere, such as a factor of the C-BARQ.
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <string>

#include "platform/json/schema.h"
#include "registry/types/record_type.h"

namespace doggy::types {

struct AssessmentScore {
  std::string instrument;
  std::string factor;
  double value = 0;
  std::optional<double> scale_minimum;
  std::optional<double> scale_maximum;
  std::optional<std::string> assessed_by;
  std::optional<std::string> notes;
};
BOOST_DESCRIBE_STRUCT(AssessmentScore, (),
                      (instrument, factor, value, scale_minimum, scale_maximum, assessed_by, notes))

[[nodiscard]] RecordType assessment_score_type();

}  // namespace doggy::types

namespace doggy::codec {

template <>
struct Schema<types::AssessmentScore> {
  static constexpr std::string_view kName = "assessment-score";
  static constexpr std::string_view kDoc = "A score of an assessment made elsewhere, such as a factor of the C-BARQ.";
  static constexpr std::array kFields{
      Field{.member = "instrument", .doc = "The questionnaire or test.", .min_length = 1, .max_length = 200},
      Field{.member = "factor", .doc = "What it scored.", .min_length = 1, .max_length = 200},
      Field{.member = "value", .doc = "The score.", .minimum = -1e6, .maximum = 1e6},
      Field{.member = "scale_minimum", .doc = "The least that there can be.", .minimum = -1e6, .maximum = 1e6},
      Field{.member = "scale_maximum", .doc = "The most that there can be.", .minimum = -1e6, .maximum = 1e6},
      Field{.member = "assessed_by", .doc = "Who assessed.", .max_length = 200},
      Field{.member = "notes", .doc = "Anything else.", .max_length = 5000},
  };
};

}  // namespace doggy::codec
