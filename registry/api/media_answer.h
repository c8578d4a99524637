// The bytes of a photo or video as an answer: whole or a range, read while they are sent.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "platform/http/body_source.h"
#include "platform/http/message.h"
#include "registry/api/endpoint.h"
#include "registry/media/media.h"

namespace doggy::api {

/// Whether whoever is being sent bytes may still have them; asked again and again on the way.
class MediaAccess {
 public:
  virtual ~MediaAccess() = default;
  virtual Task<bool> still_given() = 0;
};

/// `size` of the request's query; medium by default. Error: kInvalid.
[[nodiscard]] Result<media::Size> read_size(const http::Request& request);

/// `services` outlives the answer. What `access` no longer gives ends within the services' look-again time; where the
/// content has a link, the answer sends the browser there, and it ends with the link.
[[nodiscard]] http::Response media_answer(Services& services, const http::Request& request, media::Content content,
                                          std::unique_ptr<MediaAccess> access);

}  // namespace doggy::api
