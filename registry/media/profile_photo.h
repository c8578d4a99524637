// Which photos may stand for their dog: their thumbnail is seen by all who read the profile, so that they must be for
// all of them.
#pragma once

#include <boost/describe/enumerators.hpp>
#include <boost/mp11/list.hpp>

#include "registry/circle/policy.h"

namespace doggy::media {

/// Of an attachment with that audience. It is asked when the photo is chosen, and whenever it is shown: who narrows a
/// photo hides its thumbnail too.
[[nodiscard]] inline bool may_stand_for_the_dog(const circle::Audience& audience) {
  // A stored audience names no role twice.
  return audience.size() == boost::mp11::mp_size<boost::describe::describe_enumerators<circle::Role>>::value;
}

}  // namespace doggy::media
