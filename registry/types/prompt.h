// Help given for a behavior beyond its cue.
#pragma once

#include <boost/describe/enum.hpp>
#include <cstdint>

namespace doggy::types {

enum class Prompt : std::uint8_t { kNone, kGesture, kVerbal, kModel, kPhysical, kLure };
BOOST_DESCRIBE_ENUM(Prompt, kNone, kGesture, kVerbal, kModel, kPhysical, kLure)

}  // namespace doggy::types
