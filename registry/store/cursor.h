// Cursors are this server's own words to itself, handed back by clients.
#pragma once

#include "platform/error.h"

namespace doggy::store {

/// For a cursor that no page of this server returned.
[[nodiscard]] inline std::unexpected<Error> bad_cursor() {
  return fail_field("cursor", "format", "This is not a cursor that an earlier page returned.");
}

}  // namespace doggy::store
