// What is said of a file that begins as what it claims to be and does not go on so.
#pragma once

#include <string>
#include <utility>

#include "platform/error.h"

namespace doggy::media {

[[nodiscard]] inline std::unexpected<Error> damaged(std::string detail) {
  return fail_field("file", "damaged", std::move(detail));
}

}  // namespace doggy::media
