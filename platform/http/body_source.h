// A response body that is read while it is sent, so that a large one is never in memory as a whole.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "platform/async/task.h"
#include "platform/error.h"

namespace doggy::http {

/// Used by one connection, on its event loop; destroyed when the response has been sent or the peer has gone.
class BodySource {
 public:
  virtual ~BodySource() = default;

  /// How many bytes there are to send.
  [[nodiscard]] virtual std::uint64_t size() const = 0;

  /// The next bytes, at most `most` (1 or more) of them; must not block. Called when the peer has taken what came
  /// before. An error, or no bytes, ends the connection in the middle: by Content-Length the peer knows that some are
  /// missing.
  virtual Task<Result<std::string>> read(std::size_t most) = 0;
};

}  // namespace doggy::http
